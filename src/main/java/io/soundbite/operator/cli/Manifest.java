package io.soundbite.operator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * An environment as a file declares it.
 *
 * @param source the file
 */
record Manifest(String source, Name name, Tree.Obj body) {

  /**
   * The environments in {@code text}, which is YAML or JSON of one document or several; documents
   * of other kinds are left out.
   *
   * @throws CommandFailure when it is no manifest, or has no environment
   */
  static List<Manifest> read(String source, String text, Cluster cluster) {
    var environments =
        documents(source, text, cluster)
            .map(it -> object(source, it, cluster))
            .filter(it -> it.text("kind").equals(Environment.KIND))
            .map(it -> of(source, it, cluster.namespace()))
            .toList();
    if (environments.isEmpty()) {
      throw new CommandFailure(source + ": there is no " + Environment.KIND + " in it.");
    }
    return environments;
  }

  private static Stream<?> documents(String source, String text, Cluster cluster) {
    try {
      Object read =
          cluster
              .client()
              .getKubernetesSerialization()
              .unmarshal(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      return read instanceof Collection<?> several ? several.stream() : Stream.ofNullable(read);
    } catch (KubernetesClientException e) {
      var cause = e.getCause();
      throw new CommandFailure(
          "%s: not a manifest: %s"
              .formatted(
                  source,
                  cause instanceof JsonProcessingException json
                      ? json.getOriginalMessage()
                      : String.valueOf(cause == null ? e.getMessage() : cause.getMessage())),
          e);
    }
  }

  private static Tree.Obj object(String source, Object document, Cluster cluster) {
    if (Json.read(cluster.client().getKubernetesSerialization().asJson(document))
        instanceof Tree.Obj object) {
      return object;
    }
    throw new CommandFailure(source + ": not a manifest.");
  }

  private static Manifest of(String source, Tree.Obj body, String namespace) {
    var metadata = body.object("metadata");
    var name = metadata.text("name");
    if (name.isEmpty()) {
      throw new CommandFailure(source + ": metadata.name is missing.");
    }
    var declared = metadata.text("namespace");
    var where = declared.isEmpty() ? namespace : declared;
    return new Manifest(
        source,
        new Name(where, name),
        body.with("metadata", metadata.with("namespace", Tree.of(where))));
  }
}
