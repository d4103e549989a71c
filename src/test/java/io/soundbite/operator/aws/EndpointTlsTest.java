package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.soundbite.operator.LocalCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Endpoints with a certificate. */
class EndpointTlsTest {
  @TempDir private Path directory;
  private SSLContext tls;
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    tls = LocalCertificate.in(directory).context();
    server =
        LocalCertificate.serve(
            new HttpsConfigurator(tls),
            exchange -> {
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ExecutableHttpRequest get(String host, SSLSocketFactory factory) {
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("https://" + host + ":" + server.getAddress().getPort() + "/"))
            .build();
    return new EndpointHttpClient(
            true,
            factory,
            new EndpointAnswer(new Semaphore(1), new EndpointBackoff(System::nanoTime)))
        .prepareRequest(HttpExecuteRequest.builder().request(request).build());
  }

  @Test
  void areCalledByTheNameInIt() throws Exception {
    var answer = get("localhost", tls.getSocketFactory()).call();
    assertThat(answer.httpResponse().statusCode()).isEqualTo(204);
  }

  @Test
  void areNotCalledByAnotherName() {
    assertThatThrownBy(() -> get("127.0.0.1", tls.getSocketFactory()).call())
        .isInstanceOf(SSLPeerUnverifiedException.class);
  }

  @Test
  void areNotCalledWhenTheOperatorDoesNotTrustIt() {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    assertThatThrownBy(() -> get("localhost", factory).call())
        .isInstanceOf(SSLHandshakeException.class);
  }
}
