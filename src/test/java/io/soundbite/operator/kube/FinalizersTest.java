package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Tree;
import org.junit.jupiter.api.Test;

class FinalizersTest {

  private static Tree.Obj going(Object... finalizers) {
    return Tree.obj(
        "metadata",
        Tree.obj("deletionTimestamp", "2026-11-28T12:00:00Z", "finalizers", Tree.arr(finalizers)));
  }

  @Test
  void namesWhatHoldsAnObject() {
    assertThat(Finalizers.holding(going("example.com/backup")))
        .contains("it is held by the finalizer example.com/backup");
    assertThat(Finalizers.holding(going("foregroundDeletion", "a/b", "c/d")))
        .contains("it is held by the finalizer a/b, c/d");
  }

  @Test
  void kubernetesOwnSaysThatSomethingBelowIsThere() {
    assertThat(Finalizers.holding(going("foregroundDeletion")))
        .contains("it waits for what it controls");
  }

  @Test
  void whatIsNotDeletedOrNotHeldHasNothingToSay() {
    assertThat(Finalizers.holding(going())).isEmpty();
    assertThat(
            Finalizers.holding(
                Tree.obj("metadata", Tree.obj("finalizers", Tree.arr("example.com/backup")))))
        .isEmpty();
  }
}
