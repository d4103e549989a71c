package io.soundbite.operator.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.protocol.HTTP;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Reads answers of endpoints that tenants name: whole, uncompressed and of limited size. */
final class EndpointAnswer {
  /** In bytes; more than AWS answers to what the operator asks. */
  private static final int LARGEST = 4 << 20;

  private EndpointAnswer() {}

  /** Returns {@code response} as the SDK takes it. */
  static HttpExecuteResponse of(HttpResponse response) throws IOException {
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
      content = content(response.getEntity());
      answer.removeHeader(HTTP.TRANSFER_ENCODING);
      answer.putHeader(HTTP.CONTENT_LEN, String.valueOf(content.length));
    }
    return HttpExecuteResponse.builder()
        .response(answer.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(content)))
        .build();
  }

  private static byte[] content(HttpEntity entity) throws IOException {
    @Nullable Header encoding = entity.getContentEncoding();
    if (encoding != null && !Set.of("", "identity", "aws-chunked").contains(encoding.getValue())) {
      throw new IOException("the endpoint answered in a compressed form, which was not asked for");
    }
    // Not closed: that would read what is left, however much it is.
    var content = entity.getContent().readNBytes(LARGEST + 1);
    if (content.length > LARGEST) {
      throw new IOException("the endpoint's answer is larger than %d MiB".formatted(LARGEST >> 20));
    }
    return content;
  }
}
