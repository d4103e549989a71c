package io.soundbite.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for {@code localhost} only, self-signed, with its key.
 *
 * @param store the only entry is the certificate's
 */
public record LocalCertificate(KeyStore store) {
  private static final String PASSWORD = "changeit";

  /** Generates one in {@code directory}. */
  public static LocalCertificate in(Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    var file = directory.resolve("store.p12").toFile();
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var generated =
        new ProcessBuilder(
                (keytool + " -genkeypair -keyalg EC -dname CN=localhost -ext san=dns:localhost")
                    .concat(" -storepass " + PASSWORD + " -keystore " + file)
                    .split(" "))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(generated.waitFor()).isZero();
    return new LocalCertificate(KeyStore.getInstance(file, PASSWORD.toCharArray()));
  }

  /** A server with it, and a client that trusts it. */
  public SSLContext context() throws GeneralSecurityException, IOException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("it", store.getCertificate(alias()));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /**
   * Starts a server with it, on a free port of the loopback address, for the caller to stop.
   *
   * @param configurator made with {@link #context}
   */
  public static HttpsServer serve(HttpsConfigurator configurator, HttpHandler handler)
      throws IOException {
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(configurator);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  /** As kubeconfigs have it: PEM, and that in Base64. */
  public String data() throws GeneralSecurityException {
    var pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(store.getCertificate(alias()).getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  private String alias() throws GeneralSecurityException {
    return store.aliases().nextElement();
  }
}
