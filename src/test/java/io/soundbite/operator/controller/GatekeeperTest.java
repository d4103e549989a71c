package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.promotion.Gates;
import io.soundbite.operator.promotion.Ruling;
import io.soundbite.operator.promotion.Verdict;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.status.Problem;
import io.soundbite.operator.status.Rivals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GatekeeperTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final String SHAPE = "5ha9e5ha9e00";
  private static final Revision WANTED =
      Revision.of(
          "prod",
          new Release(
              "1.4.2",
              "registry/api@sha256:abc",
              new TreeMap<>(),
              new TreeMap<>(),
              new Release.Pod(
                  1,
                  new TreeMap<>(),
                  new TreeMap<>(),
                  new TreeMap<>(),
                  Tree.arr(),
                  List.of(),
                  List.of())));
  private static final Finding<ImageStatus> IMAGE =
      Finding.known(new ImageStatus("registry/api", "1.4.2", "sha256:abc"));

  private final SoundBiteEnvironment production = promoted("{from: {name: staging}}");

  private static SoundBiteEnvironment promoted(String promotion) {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: soundbite.io/v1alpha1
            kind: SoundBiteEnvironment
            metadata: {name: production, namespace: soundbite}
            spec:
              prefix: prod
              image: {tag: "1.4.2"}
              promotion: %s
            """
                .formatted(promotion),
            SoundBiteEnvironment.class);
  }

  private static SoundBiteEnvironment staging(VerifiedEntry... verified) {
    var staging = Rivals.environment("staging", "staging", "2026-01-01T00:00:00Z");
    staging.setStatus(
        EnvironmentStatus.empty().withVerified(List.of(verified), List.of(), List.of()));
    return staging;
  }

  private static VerifiedEntry verified(String digest, String shape) {
    return new VerifiedEntry("1.4.2", digest, "config", shape, "2026-11-23T11:00:00Z", null);
  }

  private static Verdict judge(
      SoundBiteEnvironment resource,
      Optional<SoundBiteEnvironment> source,
      Finding<ImageStatus> image) {
    return new Gatekeeper(resource, source, SHAPE, Optional.empty(), NOON)
        .judge(image, image.value().map(any -> WANTED));
  }

  private static void assertShut(Verdict verdict, String gate, String reason) {
    assertThat(verdict.isOpen()).isFalse();
    assertThat(verdict.firstShut())
        .hasValueSatisfying(
            it -> {
              assertThat(it.gate()).isEqualTo(gate);
              assertThat(it.reason()).isEqualTo(reason);
            });
  }

  @Test
  void withoutASourceNothingNeedsToBeVerified() {
    assertThat(judge(promoted("{}"), Optional.empty(), IMAGE).isOpen()).isTrue();
  }

  @Test
  void aSourceThatIsNotThereIsMissing() {
    var verdict = judge(production, Optional.empty(), IMAGE);

    assertShut(verdict, Gates.VERIFIED, "SourceMissing");
    assertThat(verdict.firstShut().orElseThrow().message())
        .as("in its own namespace unless another is named")
        .contains("soundbite/staging");
    assertThat(
            judge(promoted("{from: {name: staging, namespace: qa}}"), Optional.empty(), IMAGE)
                .firstShut()
                .orElseThrow()
                .message())
        .contains("qa/staging");
  }

  @Test
  void aSourceMustHaveVerifiedThisDigestWithThisBlueprint() {
    assertThat(
            judge(production, Optional.of(staging(verified("sha256:abc", SHAPE))), IMAGE).isOpen())
        .isTrue();
    assertShut(judge(production, Optional.of(staging()), IMAGE), Gates.VERIFIED, "NotVerified");
    assertShut(
        judge(production, Optional.of(staging(verified("sha256:old", SHAPE))), IMAGE),
        Gates.VERIFIED,
        "DigestMoved");
    assertShut(
        judge(production, Optional.of(staging(verified("sha256:abc", "another"))), IMAGE),
        Gates.VERIFIED,
        "ShapeDiffers");
  }

  @Test
  void anApprovalIsReadFromItsAnnotation() {
    var resource = promoted("{approval: Manual}");
    assertShut(judge(resource, Optional.empty(), IMAGE), Gates.APPROVAL, "NotApproved");

    var approval =
        new Gatekeeper(resource, Optional.empty(), SHAPE, Optional.empty(), NOON)
            .approval(Optional.of(WANTED))
            .orElseThrow();
    assertThat(approval).startsWith("1.4.2@sha256:abc+");
    resource.getMetadata().setAnnotations(Map.of(Annotations.APPROVE, approval));
    assertThat(judge(resource, Optional.empty(), IMAGE).isOpen()).isTrue();
  }

  @Test
  void anImageThatIsBeingLookedForIsNotOneThatIsNotThere() {
    assertShut(
        judge(production, Optional.empty(), Finding.pending("Asking the registry.")),
        Gates.DIGEST,
        "Resolving");
    assertShut(
        judge(
            production,
            Optional.empty(),
            Finding.missing(new Problem("ImageNotFound", "Push it.", false), Optional.empty())),
        Gates.IMAGE,
        "ImageNotFound");
    assertShut(
        judge(
            production,
            Optional.empty(),
            new Finding<>(Optional.empty(), Optional.empty(), Optional.empty())),
        Gates.DIGEST,
        "Resolving");
  }

  @Test
  void everyGateHasItsRuling() {
    assertThat(judge(production, Optional.empty(), IMAGE).rulings())
        .extracting(Ruling::gate)
        .containsExactly(
            Gates.IMAGE,
            Gates.DIGEST,
            Gates.VERIFIED,
            Gates.SOAK,
            Gates.FREEZE,
            Gates.APPROVAL,
            Gates.RULES);
  }
}
