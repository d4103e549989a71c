package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.AwsStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KmsKeysTest {
  private static final KmsKeys.Used ONE = new KmsKeys.Used("alias/one", "arn:one");
  private static final KmsKeys.Used TWO = new KmsKeys.Used("alias/two", "arn:two");

  @Test
  void whatWasUsedIsAFormerKey() {
    var one = KmsKeys.none().then(Optional.of(ONE));
    assertThat(one).isEqualTo(new KmsKeys(Optional.of(ONE), List.of()));

    var two = one.then(Optional.of(TWO));
    assertThat(two).isEqualTo(new KmsKeys(Optional.of(TWO), List.of("arn:one")));
    assertThat(two.all()).containsExactly("arn:two", "arn:one");

    assertThat(two.then(Optional.empty()))
        .isEqualTo(new KmsKeys(Optional.empty(), List.of("arn:two", "arn:one")));
    assertThat(two.then(Optional.of(ONE)))
        .isEqualTo(new KmsKeys(Optional.of(ONE), List.of("arn:two")));
    assertThat(two.then(Optional.of(TWO))).isEqualTo(two);
  }

  @Test
  void theLatestEightAreKept() {
    var keys = KmsKeys.none();
    for (var number : IntStream.range(0, 12).toArray()) {
      keys = keys.then(Optional.of(new KmsKeys.Used("alias/a", "arn:" + number)));
    }

    assertThat(keys.current()).contains("arn:11");
    assertThat(keys.former()).hasSize(8).startsWith("arn:10").endsWith("arn:3");
  }

  @Test
  void statusRemembersThem() {
    var status =
        new AwsStatus("1", "i", null, null, "alias/two", "arn:two", List.of("arn:one", "arn:zero"));

    assertThat(KmsKeys.recorded(status))
        .isEqualTo(new KmsKeys(Optional.of(TWO), List.of("arn:one", "arn:zero")));
    assertThat(KmsKeys.recorded(new AwsStatus("1", "i", null, null))).isEqualTo(KmsKeys.none());
    assertThat(KmsKeys.recorded(null)).isEqualTo(KmsKeys.none());
  }
}
