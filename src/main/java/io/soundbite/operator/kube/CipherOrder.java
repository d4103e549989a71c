package io.soundbite.operator.kube;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * TLS as another factory sets it up, keys and trust included, with all of its cipher suites in an
 * order of ours. A server in Go, as the API server is, chooses ChaCha20 for clients that name it
 * before AES.
 *
 * @see <a href="https://go.dev/blog/tls-cipher-suites">Automatic cipher suite ordering in
 *     crypto/tls</a>
 */
final class CipherOrder extends JdkSSLEngineOptions {
  private final SslContextFactory given;

  CipherOrder(SslContextFactory given) {
    this.given = given;
  }

  @Override
  public JdkSSLEngineOptions copy() {
    return this;
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return () -> ordered(given.create());
  }

  private static SslContext ordered(SslContext context) {
    return context instanceof JdkSslContext jdk
        ? new JdkSslContext(
            jdk.context(),
            true,
            suites(jdk.context()),
            SupportedCipherSuiteFilter.INSTANCE,
            ApplicationProtocolConfig.DISABLED,
            ClientAuth.NONE,
            null,
            false)
        : context;
  }

  /** ChaCha20 first, otherwise in the order of the virtual machine. */
  private static List<String> suites(SSLContext context) {
    return Arrays.stream(context.getDefaultSSLParameters().getCipherSuites())
        .sorted(Comparator.comparing(it -> !it.contains("CHACHA20")))
        .toList();
  }
}
