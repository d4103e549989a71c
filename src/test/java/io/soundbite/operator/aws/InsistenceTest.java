package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class InsistenceTest {
  private static final SdkException FAILED = S3Exception.builder().statusCode(503).build();
  private static final SdkException DENIED = S3Exception.builder().statusCode(403).build();
  private static final SdkException UNANSWERED = SdkClientException.create("timed out");

  private int calls;

  @Test
  void asksAgainWhatFailsOnTheServicesSide() {
    assertThat(Insistence.on(failing(FAILED, FAILED))).isEqualTo("answer");
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void givesUpAfterThreeTries() {
    assertThatThrownBy(() -> Insistence.on(failing(FAILED, FAILED, FAILED))).isSameAs(FAILED);
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void neverHammersARefusal() {
    assertThatThrownBy(() -> Insistence.on(failing(DENIED))).isSameAs(DENIED);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void waitsOnceForAnEndpointThatIsAway() {
    assertThatThrownBy(() -> Insistence.on(failing(UNANSWERED))).isSameAs(UNANSWERED);
    assertThat(calls).isEqualTo(1);
  }

  private Supplier<String> failing(SdkException... failures) {
    Deque<SdkException> left = new ArrayDeque<>(List.of(failures));
    return () -> {
      calls++;
      if (!left.isEmpty()) {
        throw left.pop();
      }
      return "answer";
    };
  }
}
