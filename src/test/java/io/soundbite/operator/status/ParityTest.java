package io.soundbite.operator.status;

import static io.soundbite.operator.status.Situation.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Condition;
import io.soundbite.operator.api.v1alpha1.ConfigurationDifference;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ParityDifference;
import io.soundbite.operator.api.v1alpha1.ParityStatus;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParityTest {
  private static final String NOW = "5ha9e5ha9e00";
  private static final String FORMER = "f0124e5ha9e0";

  private final Subject production = new Subject("production").from("staging");
  private final Subject staging = new Subject("staging");

  /** Which of the two. */
  private enum Side {
    OWN,
    OTHER
  }

  private Subject of(Side side) {
    return side == Side.OWN ? production : staging;
  }

  private EnvironmentStatus status() {
    return new Parity(production.environment(), NOW, NOON)
        .in(production.status(), Optional.of(staging.environment()));
  }

  private EnvironmentStatus alone() {
    return new Parity(production.environment(), NOW, NOON)
        .in(production.status(), Optional.empty());
  }

  private static Optional<Condition> condition(EnvironmentStatus status) {
    return Conditions.find(status.conditions(), "Parity");
  }

  private void assertUnknown(String reason, String message) {
    assertThat(status().parity().equal()).isNull();
    assertThat(status().parity().differences()).isEmpty();
    assertSays("Unknown", reason, message);
  }

  private void assertDifferent(String message, ParityDifference... differences) {
    assertThat(status().parity().equal()).isFalse();
    assertThat(status().parity().differences()).containsExactly(differences);
    assertSays("False", "Different", message);
  }

  private void assertSays(String status, String reason, String message) {
    assertThat(condition(status()))
        .hasValueSatisfying(
            it -> {
              assertThat(it.getStatus()).isEqualTo(status);
              assertThat(it.getReason()).isEqualTo(reason);
              assertThat(it.getMessage()).isEqualTo(message);
              assertThat(it.getObservedGeneration()).isEqualTo(Subject.GENERATION);
            });
  }

  @Test
  void identical() {
    production.logLevel = "warn";
    var parity = status().parity();

    assertThat(parity)
        .isEqualTo(
            new ParityStatus(
                "soundbite/staging", true, NOW, java.util.List.of(), parity.configuration()));
    assertThat(parity.configuration())
        .containsExactly(
            new ConfigurationDifference("/logLevel", "warn", "info"),
            new ConfigurationDifference("/prefix", "production", "staging"));
    assertSays(
        "True",
        "Identical",
        "Identical infrastructure to soundbite/staging: the same blueprint, and nothing live"
            + " differs from it. status.parity.configuration lists what is declared differently.");
  }

  @Nested
  class Different {
    @ParameterizedTest
    @EnumSource
    void driftOfEither(Side side) {
      of(side).drifted("/visibility", "PT2M10S", "PT30S").incomplete();
      var name = of(side).id();

      assertDifferent(
          "Queue/SoundbiteQueue/visibility of %s is PT30S, not PT2M10S.".formatted(name),
          new ParityDifference(name, "Queue/SoundbiteQueue", "/visibility", "PT2M10S", "PT30S"));
    }

    @Test
    void driftOfBothIsListedOwnFirst() {
      staging.drifted("/", "present", null);
      production.drifted("/poll", null, "PT1S");

      assertDifferent(
          "Queue/SoundbiteQueue/poll of soundbite/production is PT1S, not absent;"
              + " Queue/SoundbiteQueue of soundbite/staging is absent, not present.",
          new ParityDifference(
              "soundbite/production", "Queue/SoundbiteQueue", "/poll", null, "PT1S"),
          new ParityDifference("soundbite/staging", "Queue/SoundbiteQueue", "/", "present", null));
    }

    @ParameterizedTest
    @EnumSource
    void driftIsCertainWhateverElseIsNot(Side side) {
      of(side).drifted("/visibility", "PT2M10S", "PT30S");
      production.unread = 3;
      staging.incomplete();

      assertThat(status().parity().equal()).isFalse();
    }

    @Test
    void stacksOfAnotherSize() {
      production.compute = 12;
      staging.compute = 9;

      assertDifferent(
          "Compute/resources of soundbite/production is 12, not 9 as in soundbite/staging.",
          new ParityDifference(
              "soundbite/production", "Compute", "/resources", "9 as in soundbite/staging", "12"));
    }

    @Test
    void anotherBlueprint() {
      staging.shape = FORMER;

      assertDifferent(
          "Blueprint/shapeHash of soundbite/production is %s, not %s as in soundbite/staging."
              .formatted(NOW, FORMER),
          new ParityDifference(
              "soundbite/production",
              "Blueprint",
              "/shapeHash",
              FORMER + " as in soundbite/staging",
              NOW));
    }

    @Test
    void structureIsListedAfterDrift() {
      staging.compute = 1;
      production.drifted("/visibility", "PT2M10S", "PT30S").incomplete();

      assertThat(status().parity().differences())
          .extracting(ParityDifference::resource)
          .containsExactly("Queue/SoundbiteQueue", "Compute");
    }

    @Test
    void listsAreBoundedAndTheRestIsCounted() {
      production.drifted("/visibility", "a", "b").drift(15, 18);
      staging.drifted("/visibility", "a", "b").drift(15, 20);

      assertThat(status().parity().differences()).hasSize(20);
      assertThat(condition(status()).orElseThrow().getMessage()).endsWith("; and 35 more.");
    }
  }

  @Nested
  class Unknown {
    @ParameterizedTest
    @EnumSource
    void neverRead(Side side) {
      of(side).neverRead();

      assertUnknown("Unread", of(side).id() + " has not been read as a whole yet.");
    }

    @ParameterizedTest
    @EnumSource
    void notReadNow(Side side) {
      of(side).unread = 3;
      staging.compute = 1;

      assertUnknown(
          "Unread",
          "3 resources of %s could not be read; its condition Synced says why."
              .formatted(of(side).id()));
    }

    @ParameterizedTest
    @EnumSource
    void aChangeUnderWay(Side side) {
      for (var change :
          Stream.<Consumer<Subject>>of(
                  Subject::incomplete,
                  it -> it.synced = false,
                  it -> it.observed = Subject.GENERATION - 1,
                  it -> it.released = false,
                  it -> it.stacks = false)
              .toList()) {
        var subject = of(side);
        change.accept(subject);
        assertUnknown(
            "Converging",
            "%s is not as its spec asks yet; its conditions Ready and Synced say why."
                .formatted(subject.id()));
        subject.settle();
        assertThat(status().parity().equal()).isTrue();
      }
    }

    @Test
    void aSourceThatNeverSaidWhichBlueprintItHas() {
      staging.shape = null;

      assertThat(condition(status()).orElseThrow().getReason()).isEqualTo("Converging");
    }

    @Test
    void whatIsOnItsWayIsNoDifferenceInStructure() {
      production.released = false;
      production.compute = 4;

      assertThat(condition(status()).orElseThrow().getReason()).isEqualTo("Converging");
      staging.drifted("/poll", "a", "b");
      assertThat(status().parity().differences())
          .extracting(ParityDifference::resource)
          .containsExactly("Queue/SoundbiteQueue");
    }
  }

  @Nested
  class Source {
    @Test
    void thereIsNone() {
      var status = alone();

      assertThat(status.parity())
          .isEqualTo(
              new ParityStatus(
                  "soundbite/staging", null, NOW, java.util.List.of(), java.util.List.of()));
      assertThat(condition(status))
          .hasValueSatisfying(
              it -> {
                assertThat(it.getStatus()).isEqualTo("False");
                assertThat(it.getReason()).isEqualTo("SourceMissing");
                assertThat(it.getMessage())
                    .isEqualTo(
                        "There is no SoundBiteEnvironment soundbite/staging in any namespace that"
                            + " the operator watches; create it, or correct spec.promotion.from.");
              });
    }

    @Test
    void ofAnotherNamespace() {
      production.from("elsewhere", "staging");

      assertThat(alone().parity().with()).isEqualTo("elsewhere/staging");
    }

    @Test
    void isTheEnvironmentItself() {
      production.from("soundbite", "production");
      var status =
          new Parity(production.environment(), NOW, NOON)
              .in(production.status(), Optional.of(production.environment()));

      assertThat(status.parity().equal()).isNull();
      assertThat(condition(status).orElseThrow().getReason()).isEqualTo("SourceIsItself");
    }

    @Test
    void notNamedAnyMore() {
      production.before = status();
      production.withoutSource();

      assertThat(condition(production.before)).isPresent();
      assertThat(condition(alone())).isEmpty();
      assertThat(alone().parity())
          .isEqualTo(new ParityStatus(null, null, NOW, java.util.List.of(), java.util.List.of()));
    }
  }

  @Nested
  class Shape {
    @Test
    void isThatOfTheBlueprintOnceEverythingIsAsItSays() {
      production.withoutSource().shape = FORMER;
      assertThat(alone().parity().shapeHash()).isEqualTo(NOW);

      production.released = false;
      assertThat(alone().parity().shapeHash()).as("before the first release").isEqualTo(NOW);
    }

    @Test
    void theFormerStaysUntilThen() {
      production.withoutSource().incomplete().shape = FORMER;
      assertThat(alone().parity().shapeHash()).isEqualTo(FORMER);

      production.settle().synced = false;
      assertThat(alone().parity().shapeHash()).isEqualTo(FORMER);
    }

    @Test
    void nothingIsSaidBeforeThereWasOne() {
      production.withoutSource().incomplete().shape = null;

      assertThat(alone().parity()).isNull();
    }
  }

  @Test
  void theSameFoundAgainIsEqualSoThatNothingIsWritten() throws JsonProcessingException {
    production.before = status();
    assertThat(status()).isEqualTo(production.before);
    assertThat(
            new Parity(production.environment(), NOW, NOON.plusSeconds(3600))
                .in(production.status(), Optional.of(staging.environment())))
        .isEqualTo(production.before);

    var json = new ObjectMapper();
    production.before =
        json.readValue(json.writeValueAsString(production.before), EnvironmentStatus.class);
    assertThat(status()).as("as the API server gives it back").isEqualTo(production.before);
  }

  @Test
  void configurationIsBounded() {
    for (int i = 0; i < 60; i++) {
      production.variables.add("V" + i);
    }

    assertThat(status().parity().configuration()).hasSize(50);
  }
}
