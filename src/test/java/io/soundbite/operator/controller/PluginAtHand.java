package io.soundbite.operator.controller;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.soundbite.operator.cli.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** The plugin in this process, for the script {@code documents/kubectl-sbenv} to ask. */
final class PluginAtHand implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Path kubeconfig;
  private final Map<String, String> environment;

  /**
   * @param environment variables of whoever asks
   */
  PluginAtHand(Path kubeconfig, Map<String, String> environment) throws IOException {
    this.kubeconfig = kubeconfig;
    this.environment = environment;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    var address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/");
  }

  /** Asked with a place for what it says, the directory it is called in, and its arguments. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var words =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("\0");
      var said = Path.of(words[0]);
      var outcome = run(Path.of(words[1]), Arrays.copyOfRange(words, 2, words.length));
      Files.writeString(said.resolve("out"), outcome.out());
      Files.writeString(said.resolve("err"), outcome.err());
      var code = String.valueOf(outcome.code()).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, code.length);
      exchange.getResponseBody().write(code);
    }
  }

  private Plugin.Outcome run(Path directory, String... arguments) {
    for (var at = 1; at < arguments.length; at++) {
      if (arguments[at - 1].equals("-f")) {
        arguments[at] = directory.resolve(arguments[at]).toString();
      }
    }
    return Plugin.execute(
        environment,
        InputStream.nullInputStream(),
        Stream.concat(Arrays.stream(arguments), Stream.of("--kubeconfig", kubeconfig.toString()))
            .toArray(String[]::new));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
