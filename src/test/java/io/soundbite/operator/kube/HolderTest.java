package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Ownership;
import org.junit.jupiter.api.Test;

class HolderTest {

  @Test
  void belongsToTheEnvironmentThatControlsIt() {
    assertThat(holder("ownerReferences", Tree.arr(reference("SoundBiteEnvironment", "prod", true))))
        .isEqualTo(new Ownership.OwnedBy(new Owner("c", "ns", "prod")));
  }

  @Test
  void belongsToAnotherController() {
    assertThat(
            holder(
                "ownerReferences",
                Tree.arr(
                    reference("SoundBiteEnvironment", "prod", false),
                    reference("Rollout", "api", true))))
        .isEqualTo(new Ownership.Foreign("Rollout/api"));
  }

  @Test
  void kindOfTheSameNameInAnotherGroupIsAnother() {
    var reference =
        Tree.obj(
            "apiVersion", "other.io/v1",
            "kind", "SoundBiteEnvironment",
            "name", "x",
            "controller", true);

    assertThat(holder("ownerReferences", Tree.arr(reference)))
        .isEqualTo(new Ownership.Foreign("SoundBiteEnvironment/x"));
  }

  @Test
  void labelledAndUnreferencedCarriesNoOwner() {
    assertThat(holder("labels", Tree.obj("app.kubernetes.io/managed-by", "soundbite-operator")))
        .isEqualTo(new Ownership.Unowned());
  }

  @Test
  void elseItsMakerIsNamed() {
    assertThat(
            holder(
                "managedFields", Tree.arr(Tree.obj("manager", "helm"), Tree.obj("manager", "x"))))
        .isEqualTo(new Ownership.Foreign("whoever made it with helm"));
    assertThat(holder("labels", Tree.obj())).isEqualTo(new Ownership.Foreign("an unknown maker"));
  }

  private static Tree reference(String kind, String name, boolean controller) {
    return Tree.obj(
        "apiVersion", "soundbite.io/v1alpha1",
        "kind", kind,
        "name", name,
        "controller", controller);
  }

  private static Ownership holder(String field, Tree value) {
    return Holder.of(Tree.obj("metadata", Tree.obj("namespace", "ns", field, value)), "c");
  }
}
