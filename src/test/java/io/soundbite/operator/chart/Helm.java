package io.soundbite.operator.chart;

import io.soundbite.operator.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** The helm that the sandbox has built, on the sandbox's cluster where it needs one. */
public final class Helm {
  /** The chart's folder. */
  public static final Path CHART = Path.of("deploy", "helm", "soundbite-operator");

  private Helm() {}

  /**
   * What came of it.
   *
   * @param output of both kinds
   */
  public record Outcome(int exit, String output) {
    /** The output of what went well. */
    public String good() {
      if (exit != 0) {
        throw new AssertionError(output);
      }
      return output;
    }
  }

  /** Runs helm with {@code arguments}. */
  public static Outcome run(String... arguments) {
    var sandbox = Sandbox.directory();
    try {
      var output = Files.createTempFile("helm", ".out");
      var builder =
          new ProcessBuilder(
                  Stream.concat(
                          Stream.of(sandbox.resolve("bin/helm").toString()),
                          Arrays.stream(arguments))
                      .toList())
              .redirectErrorStream(true);
      var environment = builder.environment();
      environment.put("KUBECONFIG", Sandbox.kubeconfigFile().toString());
      environment.put("KUBECACHEDIR", sandbox.resolve("kubectl-cache").toString());
      environment.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
      var process = builder.redirectOutput(output.toFile()).start();
      var exit = process.waitFor();
      var text = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      return new Outcome(exit, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
