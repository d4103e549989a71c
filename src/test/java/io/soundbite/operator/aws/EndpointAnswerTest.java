package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpVersion;
import org.apache.http.entity.BasicHttpEntity;
import org.apache.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** How much of endpoints' answers is held at once. */
class EndpointAnswerTest {
  private static final int LARGEST = 4 << 20;
  private static final SdkHttpRequest CALL =
      SdkHttpRequest.builder()
          .method(SdkHttpMethod.POST)
          .uri(URI.create("http://endpoint.test"))
          .build();

  private final Semaphore large = new Semaphore(1);
  private final EndpointBackoff backoff = new EndpointBackoff(() -> 0);
  private final EndpointAnswer answers = new EndpointAnswer(large, backoff);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, (64 << 10) - 1, 64 << 10, (64 << 10) + 1, LARGEST})
  void isWhole(int length) {
    assertThat(content(new ByteArrayInputStream(bytes(length)))).isEqualTo(bytes(length));
    assertThat(large.availablePermits()).isEqualTo(1);
  }

  @Test
  void isNotLargerThanIsRead() {
    assertThatThrownBy(() -> content(new ByteArrayInputStream(bytes(LARGEST + 1))))
        .hasMessageContaining("the endpoint's answer is larger than 4 MiB");
    assertThat(large.availablePermits()).isEqualTo(1);
  }

  @Test
  void waitsForOtherLargeOnes() throws Exception {
    large.acquire();
    var waiting =
        CompletableFuture.supplyAsync(() -> content(new ByteArrayInputStream(bytes(LARGEST))));

    assertThat(content(new ByteArrayInputStream(bytes(1_000)))).hasSize(1_000);
    while (!large.hasQueuedThreads()) {
      Thread.onSpinWait();
    }
    assertThat(waiting).isNotDone();

    large.release();
    assertThat(waiting.get(1, TimeUnit.MINUTES)).hasSize(LARGEST);
  }

  /** Hundreds of answers may have begun before the first of them turned out to be too large. */
  @Test
  void isNotReadWhenAnotherOfItsEndpointWasTooLarge() {
    backoff.exceeded(CALL, "an answer is too large");

    assertThatThrownBy(() -> content(new ByteArrayInputStream(bytes(LARGEST))))
        .hasMessageContaining("an answer is too large");
    assertThat(large.availablePermits()).isEqualTo(1);
  }

  private byte[] content(InputStream stream) {
    try {
      var entity = new BasicHttpEntity();
      entity.setContent(stream);
      var response = new BasicHttpResponse(HttpVersion.HTTP_1_1, 200, "OK");
      response.setEntity(entity);
      return answers.of(CALL, response).responseBody().orElseThrow().readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    for (var i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
