package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.soundbite.operator.engine.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallNameTest {

  /** An answer to a HEAD has no body, so S3's client makes up an exception of its own. */
  @Test
  void namesTheCallAlsoWhenItWasAHead() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    server.start();
    var endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    var scope = new Scope("us-east-1", endpoint, new Scope.Credentials.Dummy(true));
    try (var clients = new AwsClients(scope, List.of())) {
      var asked =
          AwsErrors.result("the bucket", () -> clients.s3().headBucket(it -> it.bucket("bucket")));

      assertThat(asked)
          .isInstanceOfSatisfying(
              Result.Failed.class,
              it ->
                  assertThat(it.failure().sentence())
                      .isEqualTo("s3:ListBucket on the bucket: Internal Server Error"));
    } finally {
      server.stop(0);
    }
  }
}
