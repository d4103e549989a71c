package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** How long endpoints that answer too much are left alone. */
class EndpointBackoffTest {
  private static final SdkHttpRequest CALL = call("http://endpoint.test/queue");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // overflows
  private final EndpointBackoff backoff = new EndpointBackoff(nanos::get);

  private static SdkHttpRequest call(String uri) {
    return SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(URI.create(uri)).build();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private boolean isCalled() {
    try {
      backoff.check(CALL);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** In whole seconds, after one more answer that was too large. */
  private long pause() {
    backoff.exceeded(CALL, "too large");
    return IntStream.rangeClosed(0, 1_000)
        .peek(second -> pass(Duration.ofSeconds(second == 0 ? 0 : 1)))
        .filter(second -> isCalled())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isNoneAtFirst() {
    assertThatCode(() -> backoff.check(CALL)).doesNotThrowAnyException();
  }

  @Test
  void growsUpToFiveMinutes() {
    assertThat(IntStream.range(0, 8).mapToLong(it -> pause()))
        .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
  }

  @Test
  void beginsAnewAfterAnEndpointBehavedForAsLong() {
    pause();
    pause();
    pass(Duration.ofSeconds(10));
    assertThat(pause()).isEqualTo(5);
  }

  @Test
  void isNoLongerForOtherCallsThatWereUnderWay() {
    IntStream.range(0, 100).forEach(it -> backoff.exceeded(CALL, "too large"));
    assertThat(pause()).isEqualTo(5);
  }

  @Test
  void saysWhyAsLongAsItLasts() {
    var first = backoff.exceeded(CALL, "the answer is too large");
    pass(Duration.ofSeconds(3));
    assertThatThrownBy(() -> backoff.check(CALL))
        .hasMessage(first.getMessage())
        .hasMessageStartingWith("the answer is too large");
    assertThat(backoff.exceeded(CALL, "another reason")).hasMessage(first.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://ENDPOINT.test:80/other", "http://endpoint.test?x=y"})
  void isForEachCallOfTheEndpoint(String uri) {
    backoff.exceeded(CALL, "too large");
    assertThatThrownBy(() -> backoff.check(call(uri))).hasMessageContaining("too large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://endpoint.test:81", "https://endpoint.test", "http://other.test"})
  void isNotForOtherEndpoints(String uri) {
    backoff.exceeded(CALL, "too large");
    assertThatCode(() -> backoff.check(call(uri))).doesNotThrowAnyException();
  }

  @Test
  void followsAnswersThatAreTooLargeTogether() throws IOException {
    for (var answer = 0; answer < 16; answer++) {
      backoff.read(CALL, 4 << 20);
      pass(Duration.ofSeconds(3));
    }
    assertThatThrownBy(() -> backoff.read(CALL, 1))
        .hasMessageContaining("answers within 60 s are larger than 64 MiB");
    assertThat(isCalled()).isFalse();
    pass(Duration.ofSeconds(12));
    assertThatCode(() -> backoff.read(CALL, 64 << 20)).doesNotThrowAnyException();
  }

  @Test
  void forgetsWhatIsOldBeforeItTakesMuchMemory() {
    backoff.exceeded(CALL, "too large");
    IntStream.range(0, 1_000)
        .forEach(
            it -> backoff.exceeded(call("http://endpoint-%d.test".formatted(it)), "too large"));
    assertThat(isCalled()).isTrue();
  }
}
