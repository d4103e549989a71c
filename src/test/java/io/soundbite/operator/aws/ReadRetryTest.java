package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ReadRetryTest {
  private static final SdkException FAILED = S3Exception.builder().statusCode(503).build();
  private static final SdkException DENIED = S3Exception.builder().statusCode(403).build();
  private static final SdkException THROTTLED =
      S3Exception.builder()
          .statusCode(400)
          .awsErrorDetails(AwsErrorDetails.builder().errorCode("ThrottlingException").build())
          .build();
  private static final SdkException RESET = failure(new SocketException("Connection reset"));

  private int calls;

  @Test
  void retriesWhatAwsFailsOrThrottles() throws Throwable {
    assertThat(ReadRetry.on(failing(FAILED, THROTTLED))).isEqualTo("answer");
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void givesUpAfterThreeAttempts() {
    assertThatThrownBy(() -> ReadRetry.on(failing(FAILED, FAILED, FAILED))).isSameAs(FAILED);
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void doesNotRetryARefusal() {
    assertThatThrownBy(() -> ReadRetry.on(failing(DENIED))).isSameAs(DENIED);
    assertThat(calls).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource
  void retriesABrokenConnectionOnce(IOException broken) throws Throwable {
    assertThat(ReadRetry.on(failing(failure(broken)))).isEqualTo("answer");
    assertThat(calls).isEqualTo(2);
  }

  static Stream<IOException> retriesABrokenConnectionOnce() {
    return Stream.of(
        new SocketException("Connection reset"),
        new SocketException("Unexpected end of file from server"),
        new EOFException());
  }

  @Test
  void givesUpOnAConnectionThatBreaksAgain() {
    assertThatThrownBy(() -> ReadRetry.on(failing(RESET, RESET))).isSameAs(RESET);
    assertThat(calls).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource
  void doesNotRetryWhatWasNeverSentOrNotAnsweredInTime(SdkException failure) {
    assertThatThrownBy(() -> ReadRetry.on(failing(failure))).isSameAs(failure);
    assertThat(calls).isEqualTo(1);
  }

  static Stream<SdkException> doesNotRetryWhatWasNeverSentOrNotAnsweredInTime() {
    return Stream.of(
        SdkClientException.create("timed out"),
        new RateLimited("enough for now"),
        failure(new SocketTimeoutException()),
        failure(new UnknownHostException("nowhere")),
        failure(new ConnectException("Connection refused")),
        failure(new SSLException("expired")),
        failure(new IOException("the endpoint's answer is larger than 8 MiB")));
  }

  @ParameterizedTest
  @CsvSource({
    "GetQueueAttributes, true",
    "DescribeTable, true",
    "ListTagsOfResource, true",
    "HeadBucket, true",
    "BatchGetImage, true",
    "AssumeRole, true",
    "CreateQueue, false",
    "PutBucketTagging, false",
    "SendMessage, false",
    "Getaway, false",
    "Listen, false"
  })
  void knowsReadsByTheirNames(String operation, boolean read) {
    assertThat(ReadRetry.isRead(operation)).isEqualTo(read);
  }

  private static SdkException failure(IOException cause) {
    return SdkClientException.create("failed", new UncheckedIOException(cause));
  }

  private ReadRetry.Call<String> failing(SdkException... failures) {
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
