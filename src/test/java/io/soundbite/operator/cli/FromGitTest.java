package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose field it is. */
class FromGitTest {
  private static final Tree.Obj TAG = Tree.obj("spec", Map.of("image", Map.of("tag", "1.4.2")));

  @ParameterizedTest
  @CsvSource({
    "argocd-controller, argocd.argoproj.io/instance",
    "kustomize-controller, kustomize.toolkit.fluxcd.io/name",
    "helm-controller, helm.toolkit.fluxcd.io/name"
  })
  void toolsThatApplyFromGit(String manager, String label) {
    var found =
        FromGit.of(resource(manager, "{\"f:spec\":{\"f:image\":{\"f:tag\":{}}}}", label), TAG);

    assertThat(found)
        .contains(new FromGit(manager, Optional.of("shop"), List.of("/spec/image/tag"), TAG));
  }

  @Test
  void peopleAndFieldsThatNobodyDeclares() {
    assertThat(FromGit.of(resource("kubectl", "{\"f:spec\":{\"f:image\":{\"f:tag\":{}}}}"), TAG))
        .isEmpty();
    assertThat(
            FromGit.of(
                resource("argocd-controller", "{\"f:spec\":{\"f:image\":{\"f:repository\":{}}}}"),
                TAG))
        .isEmpty();
    assertThat(FromGit.of(Tree.obj(), TAG)).isEmpty();
  }

  /** A list is replaced as a whole, and what is declared as a whole is declared in each part. */
  @Test
  void listsAndObjectsAsAWhole() {
    var env = Tree.obj("spec", Map.of("env", List.of()));
    var node = Tree.obj("spec", Map.of("nodeSelector", Map.of("disk", "ssd")));

    assertThat(
            FromGit.of(
                resource(
                    "argocd-controller", "{\"f:spec\":{\"f:env\":{\"k:{}\":{\"f:value\":{}}}}}"),
                env))
        .hasValueSatisfying(it -> assertThat(it.fields()).containsExactly("/spec/env"));
    assertThat(
            FromGit.of(resource("argocd-controller", "{\"f:spec\":{\"f:nodeSelector\":{}}}"), node))
        .hasValueSatisfying(it -> assertThat(it.fields()).containsExactly("/spec/nodeSelector"));
  }

  private static Tree.Obj resource(String manager, String fields, String... labels) {
    var all = new TreeMap<String, String>();
    for (var label : labels) {
      all.put(label, "shop");
    }
    return Tree.obj(
        "metadata",
        Tree.obj(
            "labels",
            all,
            "managedFields",
            Tree.arr(Tree.obj("manager", manager, "fieldsV1", Json.read(fields)))));
  }
}
