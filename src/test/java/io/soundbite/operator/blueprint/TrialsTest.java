package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The verification Job. */
class TrialsTest {
  private static final String POD = "spec/template/spec/";
  private static final String CONTAINER = POD + "containers/0/";
  private static final List<String> SELECTORS =
      List.of("spec/selector", "spec/selector/matchLabels", "spec/podSelector/matchLabels");
  private static final Environment PLAIN =
      environment(Tree.obj("command", Tree.arr("npm", "test")));
  private static final Environment RICH =
      environment(
          Tree.obj(
              "command",
              Tree.arr("check"),
              "image",
              "registry.example/checks@sha256:1",
              "timeout",
              "90s",
              "retries",
              2,
              "env",
              Tree.arr(
                  Tree.obj("name", "RELEASE_TAG", "value", "mine"),
                  Tree.obj(
                      "name",
                      "TOKEN",
                      "valueFrom",
                      Tree.obj("secretKeyRef", Tree.obj("name", "s", "key", "k"))))));

  @Test
  void thereIsOneOnlyWhileAReleaseIsTriedOut() {
    var tried = trying(PLAIN);
    var resting =
        SlotTarget.resting(Slot.BLUE, tried.releases(), tried.replicas(), tried.processor());

    var without = Blueprint.of(PLAIN, resting);
    assertThat(Blueprint.of(PLAIN, tried))
        .containsAll(without)
        .filteredOn(it -> !without.contains(it))
        .extracting(it -> it.key().id())
        .containsExactly(Trials.ID);
    assertThat(Blueprint.of(Example.STAGING.environment(), tried)).hasSameSizeAs(without);
    assertThat(Reference.resources()).noneMatch(it -> it.key().id().equals(Trials.ID));
  }

  @Test
  void runsTheReleaseItselfByDefault() {
    var job = job(PLAIN);

    assertThat(Manifests.at(job, "apiVersion")).isEqualTo("batch/v1");
    assertThat(Manifests.at(job, "spec/backoffLimit")).isEqualTo(0L);
    assertThat(Manifests.at(job, "spec/activeDeadlineSeconds")).isEqualTo(300L);
    assertThat(Manifests.at(job, "spec/ttlSecondsAfterFinished")).isEqualTo(3600L);
    assertThat(Manifests.at(job, POD + "restartPolicy")).isEqualTo("Never");
    assertThat(Manifests.at(job, CONTAINER + "image")).isEqualTo(release(PLAIN).image());
    assertThat(Manifests.at(job, CONTAINER + "command")).isEqualTo(List.of("npm", "test"));
    assertThat(Manifests.at(job, CONTAINER + "env"))
        .isEqualTo(
            List.of(
                Map.of(
                    "name",
                    "PREVIEW_URL",
                    "value",
                    "http://staging-api-preview.%s.svc:3002".formatted(PLAIN.owner().namespace())),
                Map.of("name", "RELEASE_TAG", "value", "2"),
                Map.of("name", "RELEASE_DIGEST", "value", "sha256:" + "a".repeat(64))));
  }

  @Test
  void runsWhatTheSpecSays() {
    var job = job(RICH);

    assertThat(Manifests.at(job, "spec/backoffLimit")).isEqualTo(2L);
    assertThat(Manifests.at(job, "spec/activeDeadlineSeconds")).isEqualTo(90L);
    assertThat(Manifests.at(job, CONTAINER + "image"))
        .isEqualTo("registry.example/checks@sha256:1");
    assertThat(Manifests.at(job, CONTAINER + "env/1"))
        .isEqualTo(Map.of("name", "RELEASE_TAG", "value", "mine"));
    assertThat(Manifests.at(job, CONTAINER + "env/3"))
        .isEqualTo(
            Map.of(
                "name",
                "TOKEN",
                "valueFrom",
                Map.of("secretKeyRef", Map.of("name", "s", "key", "k"))));
    assertThat(Manifests.at(job, POD + "nodeSelector")).isEqualTo(Map.of("pool", "speech"));
    assertThat(Manifests.at(job, POD + "tolerations")).isNotNull();
    assertThat(Manifests.at(job, POD + "imagePullSecrets/0/name")).isEqualTo("registry");
  }

  @Test
  void mayNoMoreThanTheOtherPods() {
    var job = job(PLAIN);
    var deployment = new Manifests(Example.STAGING.blueprint()).object("Deployment/api-blue");

    for (var field : List.of(POD + "securityContext", CONTAINER + "securityContext")) {
      assertThat(Manifests.at(job, field)).isEqualTo(Manifests.at(deployment, field)).isNotNull();
    }
    assertThat(Manifests.at(job, POD + "automountServiceAccountToken")).isEqualTo(false);
    assertThat(Manifests.at(job, POD + "serviceAccountName")).isNull();
    assertThat(Manifests.at(job, CONTAINER + "resources/limits/memory")).isNotNull();
  }

  @Test
  void nothingSelectsItsPods() {
    var labels = (Map<?, ?>) Manifests.at(job(PLAIN), "spec/template/metadata/labels");
    var selectors =
        new Manifests(Example.STAGING.blueprint())
            .objects().stream()
                .flatMap(object -> SELECTORS.stream().map(path -> Manifests.at(object, path)))
                .filter(it -> it instanceof Map<?, ?> map && map.containsKey(Labels.COMPONENT))
                .map(Map.class::cast)
                .toList();

    assertThat(selectors)
        .hasSizeGreaterThan(8)
        .noneMatch(it -> labels.entrySet().containsAll(it.entrySet()));
    assertThat(labels.get(Labels.MANAGED_BY)).isEqualTo(Labels.OPERATOR);
  }

  @Test
  void itsNameFitsALabel() {
    var longest = "p".repeat(29);
    var environment = environment(Tree.obj("command", Tree.arr("x")), Tree.obj("prefix", longest));

    assertThat(Manifests.name(job(environment)).toString())
        .startsWith(longest)
        .hasSizeBetween(50, 63);
  }

  private static Map<?, ?> job(Environment environment) {
    return new Manifests(Blueprint.of(environment, trying(environment))).object(Trials.ID);
  }

  private static SlotTarget trying(Environment environment) {
    var release = release(environment);
    return new SlotTarget(
        Slot.BLUE,
        false,
        Map.of(Slot.BLUE, release, Slot.GREEN, release),
        Map.of(Slot.BLUE, 1, Slot.GREEN, 1),
        Optional.of(release),
        Optional.empty(),
        Optional.of(SlotTarget.Trial.of(release, Instant.parse("2026-01-01T00:00:00Z"))));
  }

  private static Release release(Environment environment) {
    return Example.release(environment, "2", "a");
  }

  private static Environment environment(Tree.Obj job) {
    return environment(job, Tree.obj());
  }

  private static Environment environment(Tree.Obj job, Tree.Obj more) {
    var settings =
        Tree.obj(
            "rollout", Tree.obj("verification", Tree.obj("job", job)),
            "nodeSelector", Tree.obj("pool", "speech"),
            "tolerations", Tree.arr(Tree.obj("operator", "Exists")),
            "image", Tree.obj("tag", "2", "pullSecrets", Tree.arr("registry")));
    for (var field : more.fields().entrySet()) {
      settings = settings.with(field.getKey(), field.getValue());
    }
    var example = Example.STAGING.environment();
    var resource = ExampleFile.read("staging", ExampleFile.with(settings));
    resource.getMetadata().setUid(Example.UID);
    return Environment.of(resource, example.facts());
  }
}
