package io.soundbite.operator.cli;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user's own {@code aws}: it has their credentials, whichever way they sign in.
 *
 * @param environment variables it is run with
 * @param options what every call is given
 */
record AwsCli(Map<String, String> environment, List<String> options) {
  private static final int NOT_FOUND = 127;

  /**
   * Calls {@code aws} and returns its answer; an empty object where it has none.
   *
   * @throws CommandFailure when there is no {@code aws}, or it fails; in its own words
   */
  Tree.Obj call(String... arguments) {
    // By env, which looks for aws in the path of these variables, not in this process's.
    var command =
        Stream.of(Stream.of("env", "aws"), Arrays.stream(arguments), options.stream())
            .flatMap(it -> it)
            .toList();
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("AWS_PAGER", "");
    try {
      var process = builder.start();
      process.getOutputStream().close();
      var said =
          supplyAsync(() -> text(process.getErrorStream()), task -> Thread.ofVirtual().start(task));
      var answer = text(process.getInputStream());
      var code = process.waitFor();
      if (code != 0) {
        throw failure(code, arguments, said.join().strip());
      }
      return answer.isBlank() ? Tree.obj() : object(answer, arguments);
    } catch (IOException e) {
      throw new CommandFailure("aws can't be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted.", e);
    }
  }

  private static CommandFailure failure(int code, String[] arguments, String said) {
    return new CommandFailure(
        code == NOT_FOUND
            ? "There is no aws on the path: install the AWS CLI, and sign in."
            : "aws %s: %s".formatted(String.join(" ", arguments), said));
  }

  private static Tree.Obj object(String answer, String[] arguments) {
    try {
      if (Json.read(answer) instanceof Tree.Obj object) {
        return object;
      }
    } catch (IllegalArgumentException e) {
      throw notJson(arguments, e);
    }
    throw notJson(arguments, null);
  }

  private static CommandFailure notJson(String[] arguments, @Nullable Throwable cause) {
    return new CommandFailure(
        "aws %s: no JSON object was answered.".formatted(String.join(" ", arguments)), cause);
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
