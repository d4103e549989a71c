package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The role that ships: enough, and no more. */
class RulesTest {
  private static final Path FILES = Path.of("deploy", "helm", "soundbite-operator", "files");
  private static final Set<String> HAVE_PODS = Set.of("Deployment", "Job");
  private static final Set<String> REPLACED = Set.of("ConfigMap", "Ingress", "Service");
  private static final Set<String> KEPT = Set.of("get", "list", "watch", "create", "patch");
  private static final Set<String> DELETED =
      Set.of("get", "list", "watch", "create", "patch", "delete");

  /** What has pods is deleted, and what may be replaced; the garbage collector takes the rest. */
  @Test
  void everyKindOfAnEnvironmentMayBeWatchedAndWritten() throws IOException {
    var rules = rules("rules.yaml");

    assertThat(KubeKinds.all())
        .filteredOn(kind -> !kind.getKind().equals("ControllerRevision"))
        .hasSize(9)
        .allSatisfy(
            kind ->
                assertThat(verbs(rules, kind.getGroup(), kind.getPlural()))
                    .as(kind.getPlural())
                    .containsExactlyInAnyOrderElementsOf(
                        HAVE_PODS.contains(kind.getKind()) || REPLACED.contains(kind.getKind())
                            ? DELETED
                            : KEPT));
  }

  @Test
  void whatMayBeReplacedMayBeDeleted() {
    assertThat(KubeKinds.all())
        .allSatisfy(
            kind ->
                assertThat(Replacement.isSafe(kind.getKind()))
                    .isEqualTo(REPLACED.contains(kind.getKind())));
  }

  @Test
  void storedReleasesAreNeverChanged() throws IOException {
    assertThat(verbs(rules("rules.yaml"), "apps", "controllerrevisions"))
        .containsExactlyInAnyOrder("get", "list", "watch", "create", "delete");
  }

  @Test
  void podsAreOnlyLookedAt() throws IOException {
    assertThat(verbs(rules("rules.yaml"), "", "pods")).containsExactlyInAnyOrder("list", "watch");
  }

  @Test
  void customResourceIsNeitherMadeNorDeleted() throws IOException {
    assertThat(verbs(rules("rules.yaml"), "soundbite.io", "soundbiteenvironments"))
        .containsExactlyInAnyOrder("get", "list", "watch", "patch");
  }

  @Test
  void nothingIsAllowedWholesale() throws IOException {
    var rules = rules("rules.yaml");
    rules.addAll(rules("leader-rules.yaml"));

    assertThat(rules)
        .allSatisfy(
            rule -> {
              assertThat(rule.getApiGroups()).doesNotContain("*").isNotEmpty();
              assertThat(rule.getResources()).doesNotContain("*", "secrets").isNotEmpty();
              assertThat(rule.getVerbs())
                  .doesNotContain("*", "deletecollection", "escalate", "bind");
            });
  }

  private static List<PolicyRule> rules(String file) throws IOException {
    return Serialization.unmarshal(Files.readString(FILES.resolve(file)), Role.class).getRules();
  }

  private static Set<String> verbs(List<PolicyRule> rules, String group, String resource) {
    return rules.stream()
        .filter(rule -> rule.getApiGroups().contains(group == null ? "" : group))
        .filter(rule -> rule.getResources().contains(resource))
        .flatMap(rule -> rule.getVerbs().stream())
        .collect(Collectors.toSet());
  }
}
