package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kubernetes objects as a cluster wants them, and as the API server gives them back. */
class PodsTest {
  private static final String POD = "spec/template/spec/";
  private static final String CONTAINER = POD + "containers/0/";

  @ParameterizedTest
  @EnumSource
  void podsMeetTheRestrictedStandard(Example example) {
    assertThat(new Manifests(example.blueprint()).deployments())
        .hasSize(3)
        .allSatisfy(
            deployment -> {
              assertThat(Manifests.at(deployment, POD + "securityContext/runAsNonRoot"))
                  .isEqualTo(true);
              assertThat(Manifests.at(deployment, POD + "securityContext/seccompProfile/type"))
                  .isEqualTo("RuntimeDefault");
              assertThat(Manifests.at(deployment, CONTAINER + "securityContext"))
                  .isEqualTo(
                      Map.of(
                          "allowPrivilegeEscalation",
                          false,
                          "readOnlyRootFilesystem",
                          true,
                          "capabilities",
                          Map.of("drop", List.of("ALL"))));
              assertThat(Manifests.at(deployment, POD + "automountServiceAccountToken"))
                  .isEqualTo(false);
              for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertThat(Manifests.at(deployment, CONTAINER + probe + "/httpGet/path"))
                    .isEqualTo("/health");
              }
              assertThat(Manifests.at(deployment, CONTAINER + "image").toString())
                  .matches(".+@sha256:[0-9a-f]{64}");
            });
  }

  @ParameterizedTest
  @EnumSource
  void objectsHoldNothingThatTheApiServerDrops(Example example) {
    assertThat(new Manifests(example.blueprint()).objects())
        .allSatisfy(object -> assertThat(isEmptyAnywhere(object)).isFalse());
  }

  @ParameterizedTest
  @EnumSource
  void objectsBelongToTheCustomResource(Example example) {
    var owner = example.environment().owner();

    assertThat(new Manifests(example.blueprint()).objects())
        .allSatisfy(
            object -> {
              assertThat(Manifests.at(object, "metadata/namespace")).isEqualTo(owner.namespace());
              assertThat(Manifests.at(object, "metadata/ownerReferences"))
                  .isEqualTo(
                      List.of(
                          Map.of(
                              "apiVersion",
                              "soundbite.io/v1alpha1",
                              "kind",
                              "SoundBiteEnvironment",
                              "name",
                              owner.name(),
                              "uid",
                              Example.UID,
                              "controller",
                              true,
                              "blockOwnerDeletion",
                              true)));
              assertThat(Manifests.at(object, "metadata/labels/soundbite.io~1environment"))
                  .isEqualTo(owner.name());
              assertThat(Manifests.at(object, "metadata/labels/app.kubernetes.io~1instance"))
                  .isNull();
            });
  }

  @Test
  void beforeTheFirstReleaseOnlyWhatRunsAnImageIsAbsent() {
    var staging = Example.STAGING;
    var before = ids(Blueprint.of(staging.environment(), SlotTarget.none()));

    assertThat(ids(staging.blueprint()))
        .containsAll(before)
        .filteredOn(id -> !before.contains(id))
        .containsExactlyInAnyOrder(
            "Deployment/api-blue",
            "ConfigMap/api-blue",
            "Deployment/api-green",
            "ConfigMap/api-green",
            "Deployment/processor",
            "ConfigMap/processor");
  }

  @Test
  void slotWithoutAReleaseOfItsOwnIsThereAtSizeZero() {
    var environment = Example.STAGING.environment();
    var release = Example.release(environment, "1.4.1", "a");
    var first =
        SlotTarget.resting(
            Slot.BLUE,
            Map.of(Slot.BLUE, release),
            Map.of(Slot.BLUE, 2, Slot.GREEN, 2),
            Optional.of(release));

    var manifests = new Manifests(Blueprint.of(environment, first));

    assertThat(manifests.at("Deployment/api-blue", "spec/replicas")).isEqualTo(2L);
    assertThat(manifests.at("Deployment/api-green", "spec/replicas")).isEqualTo(0L);
    assertThat(manifests.at("Deployment/api-green", CONTAINER + "image"))
        .isEqualTo(release.image());
  }

  /** Load balancers go on sending requests to a pod for a while after it was deleted. */
  @Test
  void apiServesOnAfterItsDeletionAndThenEndsWhatIsUnderWay() {
    var manifests = new Manifests(Example.STAGING.blueprint());

    var drain =
        (Long) manifests.at("Deployment/api-blue", CONTAINER + "lifecycle/preStop/sleep/seconds");
    var grace = (Long) manifests.at("Deployment/api-blue", POD + "terminationGracePeriodSeconds");

    assertThat(drain).isEqualTo(30);
    assertThat(grace - drain).isGreaterThanOrEqualTo(30);
  }

  @Test
  void processorHasTimeToFinishAJob() {
    var manifests = new Manifests(Example.STAGING.blueprint());

    assertThat((Long) manifests.at("Deployment/processor", POD + "terminationGracePeriodSeconds"))
        .isGreaterThanOrEqualTo(130);
    assertThat(manifests.at("Deployment/processor", CONTAINER + "command"))
        .isEqualTo(List.of("node", "dist/processor"));
    assertThat(manifests.at("NetworkPolicy/processor", "spec/ingress")).isNull();
  }

  @Test
  void processorKnowsTableAndBucketByFurtherNames() {
    var manifests = new Manifests(Example.STAGING.blueprint());

    assertThat(manifests.at("ConfigMap/processor", "data/TABLE_NAME"))
        .isEqualTo(manifests.at("ConfigMap/api-blue", "data/DYNAMODB_TABLE"));
    assertThat(manifests.at("ConfigMap/processor", "data/BUCKET_NAME"))
        .isEqualTo(manifests.at("ConfigMap/api-blue", "data/S3_BUCKET"));
    assertThat(manifests.at("ConfigMap/api-blue", "data/BUCKET_NAME")).isNull();
  }

  private static List<String> ids(List<Desired> resources) {
    return resources.stream().map(resource -> resource.key().id()).toList();
  }

  private static boolean isEmptyAnywhere(Object value) {
    return switch (value) {
      case null -> true;
      case Map<?, ?> map ->
          map.isEmpty() || map.values().stream().anyMatch(PodsTest::isEmptyAnywhere);
      case List<?> list -> list.isEmpty() || list.stream().anyMatch(PodsTest::isEmptyAnywhere);
      default -> false;
    };
  }
}
