package io.soundbite.operator.aws;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.MalformedChunkCodingException;
import org.apache.http.MessageConstraintException;
import org.apache.http.client.ClientProtocolException;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.protocol.HTTP;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Calls endpoints that tenants name, by Apache's HTTP client at its smallest: it knows no
 * redirects, HTTP proxies, cookies, retries or compression. Each call has a connection of its own.
 * How long it may take is limited by the SDK, which aborts it.
 */
final class EndpointHttpClient implements SdkHttpClient {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 10_000;

  /** The path is part of what was signed. */
  private static final RequestConfig AS_SIGNED =
      RequestConfig.custom()
          .setConnectTimeout(CONNECT_MILLIS)
          .setSocketTimeout(READ_MILLIS)
          .setNormalizeUri(false)
          .build();

  /** Of the connection and not of the request: Apache's client writes them. */
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "transfer-encoding", "expect");

  private final CheckedConnections connections;
  private final EndpointAnswer answers;

  /**
   * @param local whether addresses of the operator's own host or node may be called
   * @param tls trusts whom the operator trusts
   * @param answers reads them
   */
  EndpointHttpClient(boolean local, SSLSocketFactory tls, EndpointAnswer answers) {
    this.answers = answers;
    this.connections = new CheckedConnections(local, READ_MILLIS, tls);
  }

  @Override
  public String clientName() {
    return "Endpoint";
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    var http = request.httpRequest();
    return new Call(http, apache(request));
  }

  @Override
  public void close() {}

  private static HttpUriRequest apache(HttpExecuteRequest request) {
    var http = request.httpRequest();
    var built =
        RequestBuilder.create(http.method().name())
            .setUri(http.getUri())
            .setEntity(content(request))
            .setConfig(AS_SIGNED);
    http.forEachHeader(
        (name, values) -> {
          if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> built.addHeader(name, value));
          }
        });
    return built.addHeader(HTTP.CONN_DIRECTIVE, HTTP.CONN_CLOSE).build();
  }

  private static @Nullable HttpEntity content(HttpExecuteRequest request) {
    var http = request.httpRequest();
    if (request.contentStreamProvider().isPresent()) {
      var length = http.firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(-1L);
      return new InputStreamEntity(request.contentStreamProvider().get().newStream(), length);
    }
    return Set.of(SdkHttpMethod.POST, SdkHttpMethod.PUT).contains(http.method())
        ? new ByteArrayEntity(new byte[0])
        : null;
  }

  private final class Call implements ExecutableHttpRequest {
    private final SdkHttpRequest asked;
    private final HttpUriRequest request;

    private Call(SdkHttpRequest asked, HttpUriRequest request) {
      this.asked = asked;
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      answers.backoff().check(asked);
      var host = new HttpHost(asked.host(), asked.port(), asked.protocol());
      // Not closed: its connection is, at the end of the call, and abort() may be doing it just
      // now.
      var client = HttpClients.createMinimal(connections.one());
      try (var response = client.execute(host, request)) {
        return answers.of(asked, response);
      } catch (UnknownHostException e) {
        // By its class, the SDK would put a text of its own in the place of the message.
        throw new IOException(e.getMessage());
      } catch (ClientProtocolException e) {
        throw noHttp(e.getCause() == null ? e : e.getCause());
      } catch (MessageConstraintException | MalformedChunkCodingException e) {
        throw noHttp(e);
      }
    }

    @Override
    public void abort() {
      request.abort();
    }
  }

  private static IOException noHttp(Throwable e) {
    return new IOException(
        "the endpoint's answer is no HTTP that can be read (%s); look what listens there"
            .formatted(e.getMessage()),
        e);
  }
}
