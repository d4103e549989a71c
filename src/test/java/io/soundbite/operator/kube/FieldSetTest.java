package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who owns a field, as {@code metadata.managedFields} says. */
class FieldSetTest {
  private static final List<String> REPLICAS = List.of("spec", "replicas");
  private static final List<String> LEVEL = List.of("data", "LOG_LEVEL");

  private static final Tree OURS =
      entry("soundbite-operator", "Apply", "09:00", "", data("LOG_LEVEL", "PORT"));

  private static Tree entry(
      String manager, String operation, String time, String subresource, Tree fields) {
    var entry =
        Tree.obj(
            "manager", manager,
            "operation", operation,
            "time", "2026-11-28T" + time + ":00Z",
            "fieldsV1", fields);
    return subresource.isEmpty() ? entry : entry.with("subresource", Tree.of(subresource));
  }

  private static Tree data(String... keys) {
    var fields = Tree.obj();
    for (var key : keys) {
      fields = fields.with("f:" + key, Tree.obj());
    }
    return Tree.obj("f:data", fields);
  }

  private static Tree replicas() {
    return Tree.obj("f:spec", Tree.obj("f:replicas", Tree.obj()));
  }

  private static Tree.Obj live(Object... entries) {
    return Tree.obj("metadata", Tree.obj("managedFields", Tree.arr(entries)));
  }

  @Test
  void isWhoOwnsItAndNotWhoWroteTheObjectLast() {
    var live =
        live(
            OURS,
            entry("kubectl-edit", "Update", "10:00", "", data("LOG_LEVEL")),
            entry("argocd", "Update", "11:00", "", data("OTHER")));

    assertThat(FieldSet.owner(live, LEVEL)).contains("kubectl-edit");
  }

  @Test
  void isWhoWroteThroughASubresource() {
    var live =
        live(
            entry("soundbite-operator", "Apply", "09:00", "", replicas()),
            entry("keda", "Update", "10:00", "scale", replicas()),
            entry("kube-controller-manager", "Update", "11:00", "status", Tree.obj()));

    assertThat(FieldSet.owner(live, REPLICAS)).contains("keda through /scale");
  }

  @Test
  void mayBeSeveral() {
    var live =
        live(
            entry("helm", "Apply", "10:00", "", data("LOG_LEVEL")),
            entry("argocd", "Apply", "11:00", "", data("LOG_LEVEL")));

    assertThat(FieldSet.owner(live, LEVEL)).contains("helm and argocd");
  }

  @Test
  void isWhoOwnsAllThatItIsIn() {
    var live =
        live(
            entry(
                "kubectl",
                "Update",
                "10:00",
                "",
                Tree.obj("f:spec", Tree.obj("f:selector", Tree.obj()))));

    assertThat(FieldSet.owner(live, List.of("spec", "selector", "soundbite.io/slot")))
        .contains("kubectl");
  }

  /** What is written within an apply, and not applied, is recorded under the same name. */
  @Test
  void isAdmissionWhereItIsRecordedUnderOurOwnName() {
    var live =
        live(
            entry("soundbite-operator", "Apply", "09:00", "", data("PORT")),
            entry("soundbite-operator", "Update", "09:00", "", data("LOG_LEVEL")),
            entry("kubectl-edit", "Update", "10:00", "", data("OTHER")));

    assertThat(FieldSet.owner(live, LEVEL)).contains("admission");
  }

  @Test
  void ofAFieldThatIsGoneNobodyIsKnownButWhoWroteLast() {
    var live =
        live(
            entry("soundbite-operator", "Apply", "09:00", "", data("PORT")),
            entry("argocd", "Update", "10:00", "", data("OTHER")),
            entry("kubectl-edit", "Update", "11:00", "", data("PORT")));

    assertThat(FieldSet.owner(live, LEVEL))
        .contains("somebody (kubectl-edit changed the object last)");
    assertThat(FieldSet.owner(live(OURS), LEVEL)).isEmpty();
  }
}
