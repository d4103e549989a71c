package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.LocalAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Calls endpoints that tenants name: to the address that was checked, without proxies, redirects or
 * compression, with answers of limited size in limited time. The SDK's own clients look a host up
 * again when they connect, and by then it may be another's.
 */
final class EndpointHttpClient implements SdkHttpClient {
  private static final int CONNECT_MILLIS = 2_000;

  private final boolean local;
  private final Duration time;

  /**
   * @param local whether addresses of the operator's own host or node may be called
   * @param time for one call, from connecting to the last byte of the answer
   */
  EndpointHttpClient(boolean local, Duration time) {
    this.local = local;
    this.time = time;
  }

  @Override
  public String clientName() {
    return "Endpoint";
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Call(request, new Socket(Proxy.NO_PROXY));
  }

  @Override
  public void close() {}

  private final class Call implements ExecutableHttpRequest {
    private final HttpExecuteRequest request;
    private final Socket socket;

    private Call(HttpExecuteRequest request, Socket socket) {
      this.request = request;
      this.socket = socket;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      var body = body();
      try (socket) {
        var deadline = new Deadline(time);
        var uri = request.httpRequest().getUri();
        socket.connect(address(uri), CONNECT_MILLIS);
        try (var connected = secured(uri, deadline)) {
          var exchange = new HttpExchange(request.httpRequest(), body);
          exchange.send(connected.getOutputStream());
          return exchange.receive(deadline.input(connected));
        }
      }
    }

    private byte[] body() throws IOException {
      var provider = request.contentStreamProvider();
      if (provider.isEmpty()) {
        return new byte[0];
      }
      try (var content = provider.get().newStream()) {
        return content.readAllBytes();
      }
    }

    private Socket secured(URI uri, Deadline deadline) throws IOException {
      socket.setSoTimeout(deadline.millis());
      if (!"https".equals(uri.getScheme())) {
        return socket;
      }
      var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
      var secured =
          (SSLSocket) factory.createSocket(socket, name(uri), request.httpRequest().port(), true);
      var parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return secured;
    }

    private InetSocketAddress address(URI uri) throws IOException {
      var addresses = List.of(InetAddress.getAllByName(name(uri)));
      Optional<InetAddress> refused =
          local ? Optional.empty() : addresses.stream().filter(LocalAddress::is).findFirst();
      if (refused.isPresent()) {
        throw new IOException(
            ("the endpoint's host %s is at %s, an address of the operator's own host or network"
                    + " link; it is called only where the operator's grants name that address")
                .formatted(uri.getHost(), refused.get().getHostAddress()));
      }
      return new InetSocketAddress(addresses.getFirst(), request.httpRequest().port());
    }

    @Override
    public void abort() {
      try {
        socket.close();
      } catch (IOException e) {
        // Closed by then, one way or the other.
      }
    }
  }

  private static String name(URI uri) {
    return uri.getHost().replaceAll("^\\[|\\]$", "");
  }

  /** Returns the host and port of {@code request}, as the header Host has them. */
  static String host(SdkHttpRequest request) {
    var usual = "https".equals(request.protocol()) ? 443 : 80;
    return request.port() == usual ? request.host() : request.host() + ":" + request.port();
  }
}
