package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIdsTest {
  private static final Optional<String> WANTED =
      Optional.of("arn:aws:kms:us-east-1:123456789012:key/1234abcd");

  @ParameterizedTest
  @NullAndEmptySource
  void noNameIsNoKey(String named) {
    assertThat(KeyIds.observed(WANTED, named)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234abcd", "arn:aws:kms:us-east-1:123456789012:key/1234abcd"})
  void theWantedKeyIsTheWantedKeyHoweverItIsNamed(String named) {
    assertThat(KeyIds.observed(WANTED, named)).isEqualTo(WANTED);
  }

  /** An alias may come to stand for another key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alias/soundbite",
        "abcd",
        "arn:aws:kms:us-east-1:999999999999:key/1234abcd",
        "alias/aws/sqs"
      })
  void anythingElseIsAnother(String named) {
    assertThat(KeyIds.observed(WANTED, named)).contains(named);
    assertThat(KeyIds.observed(Optional.empty(), named)).contains(named);
  }

  @Test
  void nothingIsWantedAndNothingIsThere() {
    assertThat(KeyIds.observed(Optional.empty(), null)).isEmpty();
  }
}
