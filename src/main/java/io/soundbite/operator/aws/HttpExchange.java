package io.soundbite.operator.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * One request and its answer on a connection of their own, in HTTP/1.1.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class HttpExchange {
  /** More than AWS answers to what the operator asks. */
  static final int LARGEST = 4 << 20;

  private static final int LARGEST_HEAD = 64 << 10;
  private static final String LENGTH = "content-length";

  /** Of the connection and not of the request: they are written here. */
  private static final Set<String> OWN =
      Set.of("host", "connection", LENGTH, "transfer-encoding", "expect");

  private final SdkHttpRequest request;
  private final byte[] body;

  /**
   * @param body of the request
   */
  HttpExchange(SdkHttpRequest request, byte[] body) {
    this.request = request;
    this.body = body;
  }

  /** Writes the request. */
  void send(OutputStream out) throws IOException {
    var head = new StringBuilder(request.method() + " " + target() + " HTTP/1.1\r\n");
    header(
        head, "Host", request.firstMatchingHeader("Host").orElse(EndpointHttpClient.host(request)));
    header(head, "Connection", "close");
    if (body.length > 0
        || Set.of(SdkHttpMethod.POST, SdkHttpMethod.PUT).contains(request.method())) {
      header(head, "Content-Length", String.valueOf(body.length));
    }
    for (var entry : request.headers().entrySet()) {
      if (!OWN.contains(entry.getKey().toLowerCase(Locale.ROOT))) {
        for (var value : entry.getValue()) {
          header(head, entry.getKey(), value);
        }
      }
    }
    out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
    out.write(body);
    out.flush();
  }

  private String target() {
    var path = request.encodedPath();
    return (path.startsWith("/") ? path : "/" + path)
        + request.encodedQueryParameters().map(it -> "?" + it).orElse("");
  }

  private static void header(StringBuilder head, String name, String value) throws IOException {
    if ((name + value).chars().anyMatch(it -> it == '\r' || it == '\n')) {
      throw new IOException("the header " + name + " would have a line break");
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** Reads the answer, to its end. */
  HttpExecuteResponse receive(InputStream in) throws IOException {
    String first;
    int status;
    Map<String, List<String>> headers;
    do {
      var left = new int[] {LARGEST_HEAD};
      first = line(in, left);
      status = status(first);
      headers = headers(in, left);
    } while (status / 100 == 1);
    if (!first(headers, "content-encoding")
        .map(Set.of("", "identity", "aws-chunked")::contains)
        .orElse(true)) {
      throw new IOException("the endpoint answered in a compressed form, which was not asked for");
    }
    var content = hasNone(status) ? new byte[0] : content(in, headers);
    headers.remove("transfer-encoding");
    if (!hasNone(status)) {
      headers.put(LENGTH, List.of(String.valueOf(content.length)));
    }
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder()
                .statusCode(status)
                .statusText(first.substring(12).strip())
                .headers(headers)
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(content)))
        .build();
  }

  private boolean hasNone(int status) {
    return request.method() == SdkHttpMethod.HEAD || status == 204 || status == 304;
  }

  private static byte[] content(InputStream in, Map<String, List<String>> headers)
      throws IOException {
    if (first(headers, "transfer-encoding").filter(it -> !it.equals("identity")).isPresent()) {
      return chunks(in);
    }
    var length = first(headers, LENGTH);
    if (length.isEmpty()) {
      return exactly(in.readNBytes(LARGEST + 1), -1);
    }
    var expected = number(length.get(), 10);
    return exactly(in.readNBytes(expected), expected);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var content = new ByteArrayOutputStream();
    var heads = new int[] {LARGEST_HEAD * 16};
    while (true) {
      var size = number(line(in, heads).replaceFirst(";.*", "").strip(), 16);
      if (size == 0) {
        return content.toByteArray();
      }
      if (content.size() + size > LARGEST) {
        throw tooLarge();
      }
      content.write(exactly(in.readNBytes(size), size));
      line(in, heads);
    }
  }

  private static byte[] exactly(byte[] read, int expected) throws IOException {
    if (read.length > LARGEST) {
      throw tooLarge();
    }
    if (expected >= 0 && read.length < expected) {
      throw new EOFException("the endpoint closed the connection within its answer");
    }
    return read;
  }

  private static int number(String text, int radix) throws IOException {
    try {
      var number = Long.parseLong(text, radix);
      if (number > LARGEST) {
        throw tooLarge();
      }
      if (number >= 0) {
        return Math.toIntExact(number);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IOException("the endpoint's answer is no HTTP/1.1: it has a length that is none");
  }

  private static IOException tooLarge() {
    return new IOException("the endpoint's answer is larger than %d MiB".formatted(LARGEST >> 20));
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
      throw new IOException("the endpoint's answer is no HTTP/1.1: it has no status");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  /** By name in lower case. */
  private static Map<String, List<String>> headers(InputStream in, int[] left) throws IOException {
    var headers = new TreeMap<String, List<String>>();
    for (var line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      var colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT),
            List.of(line.substring(colon + 1).strip()));
      }
    }
    return headers;
  }

  private static Optional<String> first(Map<String, List<String>> headers, String name) {
    return Optional.ofNullable(headers.get(name))
        .map(List::getFirst)
        .map(it -> it.toLowerCase(Locale.ROOT));
  }

  /**
   * @param left how many bytes all lines may still have
   */
  private static String line(InputStream in, int[] left) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the endpoint closed the connection within its answer");
      }
      if (--left[0] < 0) {
        throw new IOException(
            "the endpoint's answer has more than %d KiB of headers".formatted(LARGEST_HEAD >> 10));
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }
}
