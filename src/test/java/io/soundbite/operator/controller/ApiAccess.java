package io.soundbite.operator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One request of the API server's audit log.
 *
 * @param resource {@code deployments.apps}, {@code soundbiteenvironments.soundbite.io/status}
 * @param namespace empty text for all
 * @param name of the object; empty text for several, and for one that the server names
 * @param code how it was answered
 */
record ApiAccess(String verb, String resource, String namespace, String name, int code) {
  private static final int CREATED = 201;
  private static final Set<String> WRITES =
      Set.of("create", "update", "patch", "delete", "deletecollection");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The requests of {@code user} in the lines of a log; those for no resource are left out. */
  static List<ApiAccess> of(String user, List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains("\"username\":\"" + user + "\""))
        .flatMap(line -> parsed(line).stream())
        .toList();
  }

  /** What RBAC is asked for it: an apply is a patch, and a create where it made something. */
  Stream<String> rights() {
    return verb.equals("patch") && code == CREATED
        ? Stream.of("patch " + resource, "create " + resource)
        : Stream.of(verb + " " + resource);
  }

  /** Returns whether it is one that changes something, if it succeeds. */
  boolean isWrite() {
    return WRITES.contains(verb);
  }

  private static Optional<ApiAccess> parsed(String line) {
    try {
      var event = JSON.readTree(line);
      var object = event.path("objectRef");
      return object.isMissingNode()
          ? Optional.empty()
          : Optional.of(
              new ApiAccess(
                  event.path("verb").asText(),
                  resource(object),
                  object.path("namespace").asText(),
                  object.path("name").asText(),
                  event.path("responseStatus").path("code").asInt()));
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private static String resource(JsonNode object) {
    return ApiRights.name(
        object.path("apiGroup").asText(),
        object.path("resource").asText()
            + (object.has("subresource") ? "/" + object.path("subresource").asText() : ""));
  }
}
