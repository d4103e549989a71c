package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final String ACCOUNT = "123456789012";
  private static final String EARLIER = "2026-01-01T00:00:00Z";
  private static final String LATER = "2026-01-01T00:00:01Z";

  @Test
  void theOlderOfTwoWithOnePrefixInANamespaceKeepsIt() {
    var older = Rivals.environment("one", "same", EARLIER);
    var younger = Rivals.environment("two", "same", LATER);

    assertThat(conflict(younger, older))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.reason()).isEqualTo("NamingConflict");
              assertThat(problem.lasting()).isTrue();
              assertThat(problem.message())
                  .contains("spec.prefix same", "in this namespace", "here/soundbite/one");
            });
    assertThat(conflict(older, younger)).isEmpty();
  }

  @Test
  void ofTwoOfOneAgeOneKeepsIt() {
    var one = Rivals.environment("one", "same", EARLIER);
    var two = Rivals.environment("two", "same", EARLIER);

    assertThat(conflict(two, one)).isPresent();
    assertThat(conflict(one, two)).isEmpty();
  }

  @Test
  void theOneThatHasBegunKeepsItHoweverYoungItIs() {
    var older = Rivals.environment("one", "same", EARLIER);
    var younger = Rivals.begun(Rivals.environment("two", "same", LATER), ACCOUNT, null);

    assertThat(conflict(older, younger)).isPresent();
    assertThat(conflict(younger, older)).isEmpty();
  }

  @Test
  void anEnvironmentNameIsTakenInTheWholeAccount() {
    var first = elsewhere(Rivals.environment("same", "one", EARLIER), ACCOUNT, null);

    assertThat(conflict(Rivals.environment("same", "two", LATER), first))
        .hasValueSatisfying(
            problem ->
                assertThat(problem.message())
                    .contains("Environment name same", ACCOUNT, "here/other/same"));
  }

  @Test
  void aPrefixIsTakenInTheWholeAccount() {
    var first = elsewhere(Rivals.environment("one", "same", EARLIER), ACCOUNT, null);

    assertThat(conflict(Rivals.environment("two", "same", LATER), first))
        .hasValueSatisfying(
            problem -> assertThat(problem.message()).contains("spec.prefix same", ACCOUNT));
  }

  @Test
  void anotherAccountAnotherEndpointAndOtherNamesAreNoConflict() {
    var late = Rivals.environment("same", "same", LATER);

    assertThat(
            conflict(
                late, elsewhere(Rivals.environment("same", "same", EARLIER), "210987654321", null)))
        .isEmpty();
    assertThat(
            conflict(
                late,
                elsewhere(
                    Rivals.environment("same", "same", EARLIER), ACCOUNT, "http://local:4566")))
        .isEmpty();
    assertThat(conflict(late, Rivals.environment("one", "one", EARLIER))).isEmpty();
    assertThat(conflict(late, late)).isEmpty();
  }

  private static SoundBiteEnvironment elsewhere(
      SoundBiteEnvironment environment, String account, String endpoint) {
    environment.getMetadata().setNamespace("other");
    environment.getMetadata().setUid("uid-elsewhere");
    return Rivals.begun(environment, account, endpoint);
  }

  private static Optional<Problem> conflict(
      SoundBiteEnvironment resource, SoundBiteEnvironment other) {
    var facts =
        new Facts(
            ACCOUNT,
            "aws",
            "amazonaws.com",
            "us-east-1",
            null,
            null,
            "issuer",
            Installation.of("here"));
    return new Claims(resource, Environment.of(resource, facts)).conflict(List.of(resource, other));
  }
}
