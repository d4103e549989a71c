package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.LocalCertificate;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that answers which cipher suite the client that calls it has. */
class ClusterHttpClientsTest {
  private static LocalCertificate certificate;
  private static Vertx vertx;
  private HttpsServer server;

  @BeforeAll
  static void generate(@TempDir Path directory) throws Exception {
    certificate = LocalCertificate.in(directory);
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void close() {
    vertx.close();
  }

  /** A server that takes what the client names first, as one in Go does for ChaCha20. */
  private void start(Consumer<SSLParameters> change) throws Exception {
    var tls = certificate.context();
    server =
        LocalCertificate.serve(
            new HttpsConfigurator(tls) {
              @Override
              public void configure(HttpsParameters parameters) {
                var ssl = tls.getDefaultSSLParameters();
                ssl.setUseCipherSuitesOrder(false);
                change.accept(ssl);
                parameters.setSSLParameters(ssl);
              }
            },
            exchange -> {
              var session = ((HttpsExchange) exchange).getSSLSession();
              var answer =
                  "{\"it\": \"%s %s\"}".formatted(session.getProtocol(), session.getCipherSuite());
              exchange.sendResponseHeaders(200, answer.length());
              exchange.getResponseBody().write(answer.getBytes(StandardCharsets.US_ASCII));
              exchange.close();
            });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String answer(String host, String trusted) {
    var config =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl("https://" + host + ":" + server.getAddress().getPort())
            .withCaCertData(trusted)
            .withRequestRetryBackoffLimit(0)
            .build();
    try (var client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new ClusterHttpClients(vertx))
            .build()) {
      return client.raw("/it");
    }
  }

  private String suite() throws Exception {
    return answer("localhost", certificate.data());
  }

  @Test
  void offersChaCha20First() throws Exception {
    start(_ -> {});
    assertThat(suite()).contains("TLSv1.3 TLS_CHACHA20_POLY1305_SHA256");
  }

  @Test
  void offersItFirstToOlderServersToo() throws Exception {
    start(it -> it.setProtocols(new String[] {"TLSv1.2"}));
    assertThat(suite()).contains("TLSv1.2 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
  }

  @Test
  void callsServersThatHaveAesOnly() throws Exception {
    start(it -> it.setCipherSuites(new String[] {"TLS_AES_256_GCM_SHA384"}));
    assertThat(suite()).contains("TLSv1.3 TLS_AES_256_GCM_SHA384");
  }

  @Test
  void callsServersThatHaveTheOldestSuiteThatIsAllowedOnly() throws Exception {
    start(
        it -> {
          it.setProtocols(new String[] {"TLSv1.2"});
          it.setCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"});
        });
    assertThat(suite()).contains("TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA");
  }

  @Test
  void refusesServersOfAnotherName() throws Exception {
    start(_ -> {});
    assertThatThrownBy(() -> answer("127.0.0.1", certificate.data()))
        .isInstanceOf(KubernetesClientException.class)
        .hasRootCauseInstanceOf(CertificateException.class);
  }

  @Test
  void refusesServersThatItDoesNotTrust(@TempDir Path directory) throws Exception {
    start(_ -> {});
    var other = LocalCertificate.in(directory).data();
    assertThatThrownBy(() -> answer("localhost", other))
        .isInstanceOf(KubernetesClientException.class)
        .hasStackTraceContaining(SSLHandshakeException.class.getName());
  }
}
