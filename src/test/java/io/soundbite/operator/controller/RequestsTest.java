package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.LastHandled;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.engine.Protection;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.status.Note;
import io.soundbite.operator.status.Rivals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final long GENERATION = 7;
  private static final String TABLE = "Database/SoundbitesTable";
  private static final String BUCKET = "Storage/SoundbitesBucket";

  private static SoundBiteEnvironment annotated(Map<String, String> annotations) {
    var resource = Rivals.environment("staging", "staging", "2026-01-01T00:00:00Z");
    resource.getMetadata().setGeneration(GENERATION);
    resource.getMetadata().setAnnotations(annotations);
    return resource;
  }

  private static EnvironmentStatus status(@Nullable LastHandled handled) {
    return new EnvironmentStatus(
        GENERATION,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        null,
        null,
        null,
        List.of(TABLE, BUCKET),
        List.of(),
        null,
        handled,
        List.of());
  }

  private static Requests requests(@Nullable LastHandled handled, Map<String, String> annotations) {
    return new Requests(annotated(annotations), status(handled));
  }

  private static Requests asking(String annotation, String value) {
    return requests(null, Map.of(annotation, value));
  }

  @Test
  void nobodyAsksForAnything() {
    var none = new Requests(annotated(Map.of()), EnvironmentStatus.empty());

    assertThat(none.anew()).isFalse();
    assertThat(none.apply()).isEmpty();
    assertThat(none.paused()).isFalse();
    assertThat(none.abandoned()).isFalse();
    assertThat(none.protection()).isEqualTo(Protection.fresh());
    assertThat(none.refusals()).isEmpty();
    assertThat(none.handled()).isEqualTo(LastHandled.none());
    assertThat(requests(new LastHandled("a", "b", TABLE, null, null, null), Map.of()).handled())
        .as("what is asked for again after it was taken back is asked for anew")
        .isEqualTo(LastHandled.none());
  }

  @Nested
  class OnceForEachValue {
    @Test
    void everythingIsReadAnew() {
      var asked = Map.of(Annotations.RECONCILE_REQUESTED_AT, "noon");

      assertThat(requests(null, asked).anew()).isTrue();
      assertThat(requests(new LastHandled("morning", null, null, null, null, null), asked).anew())
          .isTrue();
      assertThat(requests(new LastHandled("noon", null, null, null, null, null), asked).anew())
          .isFalse();
      assertThat(requests(null, asked).handled())
          .isEqualTo(new LastHandled("noon", null, null, null, null, null));
    }

    @Test
    void aPlanIsAgreedTo() {
      var asked = Map.of(Annotations.APPLY, "0123456789ab");

      assertThat(requests(null, asked).apply()).contains("0123456789ab");
      assertThat(
              requests(new LastHandled(null, "ba9876543210", null, null, null, null), asked)
                  .apply())
          .contains("0123456789ab");
      assertThat(
              requests(new LastHandled(null, "0123456789ab", null, null, null, null), asked)
                  .apply())
          .isEmpty();
      assertThat(requests(null, asked).handled())
          .isEqualTo(new LastHandled(null, "0123456789ab", null, null, null, null));
    }
  }

  @Nested
  class Recreation {
    private final Map<String, String> asked = Map.of(Annotations.RECREATE, TABLE);

    @Test
    void isAskedForUntilItIsThere() {
      var requests = requests(null, asked);

      assertThat(requests.protection())
          .isEqualTo(new Protection(Set.of(TABLE, BUCKET), Optional.of(TABLE), false));
      assertThat(requests.handled(Set.of(BUCKET), Optional.empty())).isEqualTo(LastHandled.none());
      assertThat(requests.handled()).isEqualTo(LastHandled.none());
      assertThat(requests.handled(Set.of(TABLE), Optional.empty()))
          .isEqualTo(new LastHandled(null, null, TABLE, null, null, null));
    }

    @Test
    void isNotHadAgainWhenItIsLostAgain() {
      var requests = requests(new LastHandled(null, null, TABLE, null, null, null), asked);

      assertThat(requests.protection().recreate()).isEmpty();
      assertThat(requests.handled(Set.of(), Optional.empty()))
          .isEqualTo(new LastHandled(null, null, TABLE, null, null, null));
      assertThat(requests.refusals()).isEmpty();
    }

    @Test
    void ofAnotherIsAnotherRequest() {
      var requests = requests(new LastHandled(null, null, BUCKET, null, null, null), asked);

      assertThat(requests.protection().recreate()).contains(TABLE);
      assertThat(requests.handled(Set.of(BUCKET), Optional.empty()))
          .isEqualTo(new LastHandled(null, null, BUCKET, null, null, null));
    }

    @Test
    void ofWhatHasNeverBeenThereIsRefusedOnce() {
      var unknown = Map.of(Annotations.RECREATE, "Queue/SoundbiteQueue");
      var requests = requests(null, unknown);

      assertThat(requests.refusals())
          .containsExactly(
              new Note(
                  true,
                  "AnnotationRefused",
                  "soundbite.io/recreate: Queue/SoundbiteQueue is refused: it must be one of %s, %s."
                      .formatted(TABLE, BUCKET)));
      assertThat(requests.handled(Set.of(), Optional.empty()).recreate())
          .isEqualTo("Queue/SoundbiteQueue");
      assertThat(requests(requests.handled(Set.of(), Optional.empty()), unknown).refusals())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "true", "-1", ""})
  void leaveToDowngradeIsForAGeneration(String value) {
    assertThat(asking(Annotations.ALLOW_DOWNGRADE, value).refusals())
        .containsExactly(
            new Note(
                true,
                "AnnotationRefused",
                "soundbite.io/allow-downgrade: %s is refused: it must be a metadata.generation."
                    .formatted(value)));
    assertThat(asking(Annotations.ALLOW_DOWNGRADE, "6").refusals()).isEmpty();
  }

  @Nested
  class Switches {
    @Test
    void areOnWhenTheySayTrue() {
      assertThat(asking(Annotations.PAUSED, "true").paused()).isTrue();
      assertThat(asking(Annotations.ABANDON, "true").abandoned()).isTrue();
      assertThat(asking(Annotations.PAUSED, "true").abandoned()).isFalse();
      assertThat(asking(Annotations.ABANDON, "true").paused()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void takeTheseValues(String value) {
      assertThat(asking(Annotations.PAUSED, value).refusals()).isEmpty();
      assertThat(asking(Annotations.ABANDON, value).refusals()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "True", "1", ""})
    void takeNoOthers(String value) {
      var both = Map.of(Annotations.PAUSED, value, Annotations.ABANDON, value);
      var requests = requests(null, both);

      assertThat(requests.paused()).isFalse();
      assertThat(requests.abandoned()).isFalse();
      assertThat(requests.refusals())
          .containsExactly(
              refused("soundbite.io/paused", value), refused("soundbite.io/abandon", value));
    }

    private static Note refused(String annotation, String value) {
      return new Note(
          true,
          "AnnotationRefused",
          "%s: %s is refused: it must be \"true\" or \"false\".".formatted(annotation, value));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "8", "true", "07", ""})
  void leaveToLowerGuardsIsForOneGeneration(String other) {
    assertThat(asking(Annotations.ALLOW_DOWNGRADE, "7").protection().downgrade()).isTrue();
    assertThat(asking(Annotations.ALLOW_DOWNGRADE, other).protection().downgrade()).isFalse();
  }

  @Test
  void knowsWhetherTheSpecIsAnother() {
    assertThat(requests(null, Map.of()).changed()).isFalse();
    assertThat(new Requests(annotated(Map.of()), EnvironmentStatus.empty()).changed()).isTrue();
  }

  @Nested
  class Rejection {
    private static final String IMAGE = "1.4.2@sha256:" + "0123456789abcdef".repeat(4);

    private static EnvironmentStatus knowing() {
      var verified =
          new VerifiedEntry(
              "1.4.2", IMAGE.substring(IMAGE.indexOf("sha256")), "c", "s", NOON.toString(), null);
      return EnvironmentStatus.empty().withVerified(List.of(verified), List.of(), List.of());
    }

    private static Requests asking(EnvironmentStatus before, String value) {
      return new Requests(annotated(Map.of(Annotations.REJECT, value)), before);
    }

    private static List<RejectedEntry> rejected(EnvironmentStatus before, String value) {
      return asking(before, value).rejecting().entries(Recorded.of(before), NOON);
    }

    @Test
    void isOfWhatTheEnvironmentKnows() {
      assertThat(rejected(knowing(), IMAGE + " memory grows"))
          .containsExactly(
              new RejectedEntry(
                  "1.4.2",
                  IMAGE.substring(IMAGE.indexOf("sha256")),
                  null,
                  NOON.toString(),
                  RejectedEntry.Cause.REQUEST,
                  "Somebody asked for that: memory grows"));
      assertThat(asking(knowing(), IMAGE).refusals()).isEmpty();
      assertThat(asking(knowing(), IMAGE).handled().reject()).isEqualTo(IMAGE);
    }

    @Test
    void isRevokedOnce() {
      var known = knowing();
      var once = rejected(known, IMAGE);
      var before = known.withVerified(known.verified(), once, List.of());

      assertThat(rejected(before, "revoke " + IMAGE)).isEmpty();
      assertThat(rejected(before, "revoke " + IMAGE + "~" + NOON)).isEmpty();
      assertThat(rejected(before, "revoke " + IMAGE + "~" + NOON.plusSeconds(1)))
          .as("another rejection of it")
          .isEqualTo(once);
      assertThat(rejected(before, IMAGE + "0")).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "1.4.2",
          "1.4.2@sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "revoke",
          "no 1.4.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        })
    void isRefusedWhereNothingIsMeant(String value) {
      assertThat(rejected(knowing(), value)).isEmpty();
      assertThat(asking(knowing(), value).refusals())
          .singleElement()
          .satisfies(
              it ->
                  assertThat(it.message())
                      .startsWith("soundbite.io/reject: " + value + " is refused: it must be "));
    }
  }

  @Nested
  class Approval {
    private static final String IMAGE = "1.4.2@sha256:" + "0123456789abcdef".repeat(4);
    private static final String FORMER = "1.4.1@sha256:" + "0123456789abcdef".repeat(4);

    @Test
    void isHandledOnceWhatItIsForHasBegun() {
      var asked = asking(Annotations.APPROVE, IMAGE);

      assertThat(asked.refusals()).isEmpty();
      assertThat(asked.handled().approve()).isNull();
      assertThat(asked.handled(Set.of(), Optional.of(FORMER)).approve()).isNull();
      assertThat(asked.handled(Set.of(), Optional.of(IMAGE)).approve()).isEqualTo(IMAGE);
    }

    @Test
    void theLastOneIsRememberedUntilTheNextHasBegun() {
      var before = new LastHandled(null, null, null, FORMER, null, null);
      var asked = requests(before, Map.of(Annotations.APPROVE, IMAGE));

      assertThat(asked.handled(Set.of(), Optional.of(FORMER)).approve()).isEqualTo(FORMER);
      assertThat(asked.handled(Set.of(), Optional.of(IMAGE)).approve()).isEqualTo(IMAGE);
      assertThat(requests(before, Map.of()).handled().approve()).isEqualTo(FORMER);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "1.4.2",
          "true",
          "1.4.2@sha256:abc",
          "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "1.4 2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "1.4.2@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef"
        })
    void whatIsNoImageIsRefused(String value) {
      assertThat(asking(Annotations.APPROVE, value).refusals())
          .containsExactly(
              new Note(
                  true,
                  "AnnotationRefused",
                  "soundbite.io/approve: %s is refused: it must be <tag>@sha256:<64 hexadecimal digits>+<40 hexadecimal digits>, as status.promotion.approval has it."
                      .formatted(value)));
    }
  }
}
