package io.soundbite.operator.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.protocol.HTTP;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Reads answers of endpoints that tenants name: whole, uncompressed and of limited size. Few large
 * ones are read at a time, whoever's they are: hundreds of calls may be under way at once, and each
 * keeps what it has read.
 *
 * @param large a permit for each large answer that may be read at once
 * @param backoff knows the endpoints that answered too much
 */
record EndpointAnswer(Semaphore large, EndpointBackoff backoff) {
  /** In bytes; more than AWS answers to what the operator asks. */
  private static final int LARGEST = 4 << 20;

  /** In bytes, from which on an answer is large: a page of tags has half of it. */
  private static final int LARGE = 64 << 10;

  /** Returns the {@code response} to {@code call} as the SDK takes it. */
  HttpExecuteResponse of(SdkHttpRequest call, HttpResponse response) throws IOException {
    var status = response.getStatusLine();
    var answer =
        SdkHttpResponse.builder()
            .statusCode(status.getStatusCode())
            .statusText(status.getReasonPhrase());
    for (var header : response.getAllHeaders()) {
      answer.appendHeader(header.getName(), header.getValue());
    }
    var content = new byte[0];
    if (response.getEntity() != null) {
      content = content(call, response.getEntity());
      backoff.read(call, content.length);
      answer.removeHeader(HTTP.TRANSFER_ENCODING);
      answer.putHeader(HTTP.CONTENT_LEN, String.valueOf(content.length));
    }
    return HttpExecuteResponse.builder()
        .response(answer.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(content)))
        .build();
  }

  private byte[] content(SdkHttpRequest call, HttpEntity entity) throws IOException {
    @Nullable Header encoding = entity.getContentEncoding();
    if (encoding != null && !Set.of("", "identity", "aws-chunked").contains(encoding.getValue())) {
      throw new IOException("the endpoint answered in a compressed form, which was not asked for");
    }
    // Not closed: that would read what is left, however much it is.
    var stream = entity.getContent();
    var start = stream.readNBytes(LARGE);
    return start.length < LARGE ? start : whole(call, start, stream);
  }

  private byte[] whole(SdkHttpRequest call, byte[] start, InputStream stream) throws IOException {
    try {
      large.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("ended while other large answers of endpoints were read");
    }
    try {
      backoff.check(call); // another answer of the endpoint may have been too large meanwhile
      var content = Arrays.copyOf(start, LARGEST + 1);
      var length = start.length + stream.readNBytes(content, start.length, LARGEST + 1 - LARGE);
      if (length > LARGEST) {
        throw backoff.exceeded(
            call, "the endpoint's answer is larger than %d MiB".formatted(LARGEST >> 20));
      }
      return Arrays.copyOf(content, length);
    } finally {
      large.release();
    }
  }
}
