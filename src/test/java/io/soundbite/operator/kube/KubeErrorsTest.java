package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.leadership.NotLeadingException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class KubeErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "400, INVALID",
    "401, DENIED",
    "403, DENIED",
    "404, NOT_FOUND",
    "408, UNAVAILABLE",
    "409, CONFLICT",
    "410, CONFLICT",
    "415, INVALID",
    "422, INVALID",
    "429, THROTTLED",
    "500, UNAVAILABLE",
    "503, UNAVAILABLE",
    "504, UNAVAILABLE"
  })
  void byStatusCode(int code, Failure.Kind kind) {
    assertThat(failure(code, "words").kind()).isEqualTo(kind);
  }

  /** The words of Kubernetes 1.37, and of webhooks that are in wide use. */
  @ParameterizedTest
  @CsvFileSource(resources = "/kube/refusals.csv", delimiter = '|', maxCharsPerColumn = 8192)
  void byTheServersOwnWords(int code, Failure.Kind kind, String words) {
    assertThat(failure(code, words).kind()).isEqualTo(kind);
  }

  @Test
  void aWriteWithoutALeaseIsNoRefusalOfTheServer() {
    assertThat(KubeErrors.failure(new NotLeadingException(), "patch services", "ns/api").kind())
        .isEqualTo(Failure.Kind.NOT_LEADING);
  }

  @Test
  void noAnswerIsUnavailable() {
    var exception =
        new KubernetesClientException("connect timed out", new IOException("timed out"));

    assertThat(KubeErrors.failure(exception, "get services", "ns/api"))
        .isEqualTo(
            new Failure(Failure.Kind.UNAVAILABLE, "get services", "ns/api", "connect timed out"));
  }

  @Test
  void saysWhatWasRefusedInTheServersWords() {
    assertThat(failure(403, "User \"x\" cannot patch resource \"services\"").sentence())
        .isEqualTo("patch services on ns/api: User \"x\" cannot patch resource \"services\"");
  }

  private static Failure failure(int code, String message) {
    var status = new StatusBuilder().withCode(code).withMessage(message).build();
    return KubeErrors.failure(
        new KubernetesClientException("client's words", code, status), "patch services", "ns/api");
  }
}
