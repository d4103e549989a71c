package io.soundbite.operator.controller;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The cluster's own admission changes or refuses what the operator writes. */
class AdmissionIT {
  /** A field of each kind, changed within every write. */
  private static final Map<String, String> PATCHES =
      new TreeMap<>(
          Map.of(
              "Deployment",
              replace("/spec/template/spec/containers/0/resources/requests/cpu", "\"99m\""),
              "ConfigMap",
              replace("/data/LOG_LEVEL", "\"silly\""),
              "Service", // a field that the operator does not set
              "JSONPatch{op: \"add\", path: \"/spec/publishNotReadyAddresses\", value: true}",
              "ServiceAccount",
              replace("/metadata/labels/app.kubernetes.io~1name", "\"theirs\""),
              "Ingress",
              replace("/spec/rules/0/host", "\"theirs.example\""),
              "NetworkPolicy",
              replace("/metadata/labels/app.kubernetes.io~1name", "\"theirs\""),
              "HorizontalPodAutoscaler",
              replace("/spec/maxReplicas", "7"),
              "PodDisruptionBudget",
              replace("/metadata/labels/app.kubernetes.io~1name", "\"theirs\"")));

  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "Deployment", List.of("/spec/template/spec/containers/api/resources/requests/cpu"),
          "ConfigMap", List.of("/data/LOG_LEVEL"),
          "Service", List.of("/spec/publishNotReadyAddresses"),
          "Ingress", List.of("/spec/rules"),
          "HorizontalPodAutoscaler", List.of("/spec/maxReplicas"));

  private static final String CPU_OF_JOB =
      "/spec/template/spec/containers/verification/resources/requests/cpu";

  private final ApiRequests requests = new ApiRequests();

  @AutoClose
  private final OperatorUnderTest operator = new OperatorUnderTest(Sandbox.client(requests));

  @AutoClose
  private final AdmissionPolicies policies =
      new AdmissionPolicies(Sandbox.client(), operator.namespace());

  private static String replace(String path, String value) {
    return "JSONPatch{op: \"replace\", path: \"%s\", value: %s}".formatted(path, value);
  }

  @Test
  @FollowsAdvice("Contested")
  void aFieldChangedInEveryKindOfObjectCostsFewWritesAndHoldsNothingElseUp() {
    policies.mutate(PATCHES);
    var began = Instant.now();
    operator.start();
    operator
        .kubectl()
        .apply("altered", "altered", Map.of("features", List.of("full"), "domain", "a.example"));
    operator.await("altered", it -> is(it, "Contested"));
    operator.image("soundbite-altered-api", "1.4.1");
    operator.image("soundbite-altered-api", "2");
    operator.await("altered", it -> isLive(it, "1.4.1") && is(it, "Contested"));

    if (Duration.between(began, Instant.now()).toSeconds() < 60) {
      assertThat(writes()).allSatisfy((object, count) -> assertThat(count).isLessThanOrEqualTo(5));
    }
    operator.kubectl().change("altered", "image", Map.of("tag", "2"));
    var contested = operator.await("altered", it -> isLive(it, "2") && is(it, "Contested"));

    assertThat(message(contested))
        .contains("admission (a mutating policy or webhook) changes the operator's own write");

    operator.kubectl().change("altered", "drift", Map.of("ignore", ignored()));
    operator.await("altered", it -> OperatorUnderTest.isReady(it) && isLive(it, "2"));
  }

  @Test
  @FollowsAdvice("AdmissionDenied")
  void whatAPolicyRefusesIsToldInItsWordsAndTriedAgainByAndBy() {
    operator.start().ready("refused", "refused", Map.of());
    operator.image("soundbite-refused-api", "2");
    policies.refuse("deployments", "no deployments on a Saturday");
    var before = requests.count();
    operator.kubectl().change("refused", "image", Map.of("tag", "2"));

    var refused = operator.await("refused", it -> is(it, "AdmissionDenied"));
    assertThat(message(refused)).contains("no deployments on a Saturday");
    assertThat(operator.awaitEvent("refused", "AdmissionDenied", "on a Saturday").getType())
        .isEqualTo("Warning");
    assertThat(isLive(refused, "1.4.1")).isTrue();
    var since = Instant.now();
    Awaitility.await("a third try")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> writes(before).getOrDefault(green(), 0L) >= 3);
    assertThat(Duration.between(since, Instant.now())).isGreaterThan(Duration.ofSeconds(3));

    policies.lift();
    operator.await("refused", it -> OperatorUnderTest.isReady(it) && isLive(it, "2"));
    assertThat(writes(before).get(green())).isLessThanOrEqualTo(9);
  }

  @Test
  void aJobThatAdmissionChangesIsToldAndRunsOnce() {
    operator.start().ready("tried", "tried", Map.of());
    policies.mutate(
        Map.of(
            "Job", replace("/spec/template/spec/containers/0/resources/requests/cpu", "\"99m\"")));
    verifyWith(Map.of("command", List.of("hang")));
    operator.image("soundbite-tried-api", "2");
    var before = requests.count();
    operator.kubectl().change("tried", "image", Map.of("tag", "2"));

    var contested = operator.await("tried", it -> is(it, "Contested"));
    assertThat(message(contested))
        .contains("admission", CPU_OF_JOB + ": 99m -> 50m", "{resource: API/Job/verification,");
    operator
        .kubectl()
        .change(
            "tried",
            "drift",
            Map.of(
                "ignore",
                List.of(
                    Map.of("resource", "API/Job/verification", "fields", List.of(CPU_OF_JOB)))));
    operator.await("tried", it -> is(it, "RollingOut") && isLive(it, "1.4.1"));
    assertThat(writes(before).entrySet())
        .filteredOn(it -> it.getKey().startsWith("jobs/"))
        .extracting(Map.Entry::getValue)
        .containsExactly(1L);

    verifyWith(Map.of("command", List.of("check")));
    operator.await("tried", it -> OperatorUnderTest.isReady(it) && isLive(it, "2"));
  }

  private void verifyWith(Map<String, Object> job) {
    operator.kubectl().change("tried", "rollout", Map.of("verification", Map.of("job", job)));
  }

  private String green() {
    return "deployments/refused-api-green";
  }

  private List<Map<String, Object>> ignored() {
    return new Meddler(operator, "altered")
        .wants().stream()
            .filter(KubeObject.class::isInstance)
            .map(KubeObject.class::cast)
            .<Map<String, Object>>map(
                it ->
                    Map.of(
                        "resource",
                        it.key().path(),
                        "fields",
                        fields(it.body().text("kind"), it.key().id())))
            .toList();
  }

  private static List<String> fields(String kind, String id) {
    return id.equals("Deployment/processor")
        ? List.of("/spec/template/spec/containers/processor/resources/requests/cpu")
        : FIELDS.getOrDefault(kind, List.of("/metadata/labels/app.kubernetes.io~1name"));
  }

  private Map<String, Long> writes() {
    return writes(0);
  }

  /** How often each of the environment's objects was written, as {@code services/altered-api}. */
  private Map<String, Long> writes(int since) {
    return requests.since(since).stream()
        .filter(it -> it.startsWith("PATCH ") && !it.contains("soundbiteenvironments"))
        .filter(it -> it.contains("/namespaces/" + operator.namespace() + "/"))
        .map(it -> it.replaceFirst(".*/namespaces/[^/]+/", ""))
        .collect(groupingBy(it -> it, counting()));
  }

  private static boolean isLive(SoundBiteEnvironment environment, String tag) {
    var release = environment.getStatus() == null ? null : environment.getStatus().release();
    return release != null && release.tag().equals(tag);
  }

  private static boolean is(SoundBiteEnvironment environment, String reason) {
    return OperatorUnderTest.condition(environment, "Ready")
        .filter(it -> it.getReason().equals(reason))
        .isPresent();
  }

  private static String message(SoundBiteEnvironment environment) {
    return OperatorUnderTest.condition(environment, "Ready").orElseThrow().getMessage();
  }
}
