package io.soundbite.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The plugin as people run it, on an API server that answers as it is told. */
public final class Plugin implements AutoCloseable {
  private static final String API = "/apis/soundbite.io/v1alpha1";
  private static final String NAMESPACED = API + "/namespaces/soundbite/soundbiteenvironments";

  private final KubernetesMockServer server = new KubernetesMockServer(false);
  private final Path kubeconfig;

  Plugin(Path directory) throws IOException {
    server.init();
    kubeconfig =
        Files.writeString(
            directory.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: mock
            contexts: [{name: mock, context: {cluster: mock, user: mock, namespace: soundbite}}]
            clusters: [{name: mock, cluster: {server: "http://localhost:%d"}}]
            users: [{name: mock, user: {token: any}}]
            """
                .formatted(server.getPort()));
  }

  /** What the process would have left behind. */
  public record Outcome(int code, String out, String err) {
    public JsonNode json() throws IOException {
      return JsonMapper.builder().build().readTree(out);
    }
  }

  /** The cluster has these environments and no others, all in the namespace soundbite. */
  Plugin has(SoundBiteEnvironment... environments) {
    var list = new DefaultKubernetesResourceList<SoundBiteEnvironment>();
    list.setItems(List.of(environments));
    answers(NAMESPACED, 200, list);
    answers(API + "/soundbiteenvironments", 200, list);
    for (var environment : environments) {
      answers(NAMESPACED + "/" + environment.getMetadata().getName(), 200, environment);
    }
    return this;
  }

  /** A GET of {@code path} is answered. */
  Plugin answers(String path, int code, Object body) {
    server.expect().get().withPath(path).andReturn(code, body).always();
    return this;
  }

  /** The API server refuses to list. */
  Plugin refuses(int code, String message) {
    var status =
        new StatusBuilder()
            .withStatus("Failure")
            .withCode(code)
            .withMessage(message)
            .withNewDetails()
            .withKind("soundbiteenvironments")
            .endDetails()
            .build();
    return answers(NAMESPACED, code, status).answers(API + "/soundbiteenvironments", code, status);
  }

  /** A dry run of a creation is answered. */
  Plugin creates(int code, Object body) {
    server
        .expect()
        .post()
        .withPath(NAMESPACED + "?fieldValidation=Strict&dryRun=All")
        .andReturn(code, body)
        .always();
    return this;
  }

  /** A dry run of a patch by {@code how}, the rest of the query, is answered. */
  Plugin patches(String name, String how, int code, Object body) {
    server
        .expect()
        .patch()
        .withPath(NAMESPACED + "/" + name + "?fieldValidation=Strict&" + how)
        .andReturn(code, body)
        .always();
    return this;
  }

  Outcome run(String... arguments) {
    return run(InputStream.nullInputStream(), arguments);
  }

  /** With {@code input} as standard input. */
  Outcome reading(String input, String... arguments) {
    return run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), arguments);
  }

  /** The requests that were no GETs. */
  List<RecordedRequest> writes() throws InterruptedException {
    var writes = new ArrayList<RecordedRequest>();
    for (var left = server.getRequestCount(); left > 0; left--) {
      var request = server.takeRequest();
      if (!request.getMethod().equals("GET")) {
        writes.add(request);
      }
    }
    return writes;
  }

  private Outcome run(InputStream input, String... arguments) {
    return with(Map.of(), input, arguments);
  }

  /** With {@code environment} as variables. */
  Outcome with(Map<String, String> environment, InputStream input, String... arguments) {
    var given = Arrays.asList(arguments);
    return execute(
        environment,
        input,
        given.contains("--kubeconfig")
            ? arguments
            : Stream.concat(given.stream(), Stream.of("--kubeconfig", kubeconfig.toString()))
                .toArray(String[]::new));
  }

  /** The plugin on the sandbox's API server, in {@code namespace}. */
  public static Outcome inSandbox(String namespace, String... arguments) {
    return execute(
        InputStream.nullInputStream(),
        Stream.concat(
                Arrays.stream(arguments),
                Stream.of(
                    "-n", namespace, "--kubeconfig", System.getenv("SOUNDBITE_E2E_KUBECONFIG")))
            .toArray(String[]::new));
  }

  /** The plugin on nothing but its arguments. */
  public static Outcome execute(InputStream input, String... arguments) {
    return execute(Map.of(), input, arguments);
  }

  /** The same with variables. */
  public static Outcome execute(
      Map<String, String> environment, InputStream input, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var terminal = new Terminal(input, new PrintWriter(out), new PrintWriter(err), environment);
    var code = Sbenv.commandLine(terminal).execute(arguments);
    return new Outcome(code, out.toString(), err.toString());
  }

  @Override
  public void close() {
    server.destroy();
  }
}
