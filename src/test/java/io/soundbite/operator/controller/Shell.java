package io.soundbite.operator.controller;

import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.CompletableFuture.runAsync;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A shell into which one command after the other is typed: what they export stays. */
final class Shell implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String END = "@end of the command@ ";

  private final Process process;
  private final BufferedReader output;

  /** One in {@code directory}, with {@code environment} beside this process's own. */
  Shell(Path directory, Map<String, String> environment) {
    var builder =
        new ProcessBuilder("bash", "--norc", "-o", "pipefail")
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(it -> it.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    output = process.inputReader();
  }

  /**
   * What came of a command.
   *
   * @param output of both kinds
   */
  record Outcome(int exit, String output) {}

  /** Types {@code command}; ends with the shell when that takes too long. */
  Outcome run(String command) {
    var end = runAsync(this::close, delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    try {
      var input = process.outputWriter();
      input.write("{ " + command + "\n} </dev/null\nprintf '\\n%s%d\\n' '" + END + "' $?\n");
      input.flush();
      var said = new StringBuilder();
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(END)) {
          return new Outcome(Integer.parseInt(line.substring(END.length())), said.toString());
        }
        said.append(line).append('\n');
      }
      throw new AssertionError("the shell has ended: " + command + "\n" + said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      end.cancel(false);
    }
  }

  /** Types what has to go well. */
  void good(String command) {
    var outcome = run(command);
    if (outcome.exit() != 0) {
      throw new AssertionError(command + ": " + outcome.output());
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
