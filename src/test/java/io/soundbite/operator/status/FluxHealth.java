package io.soundbite.operator.status;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The health expressions for Flux, evaluated in Flux's order: an older generation observed is
 * InProgress, then inProgress, failed, current, and InProgress when none is true.
 *
 * @see <a
 *     href="https://fluxcd.io/flux/components/kustomize/kustomizations/#health-check-expressions">
 *     health check expressions</a>
 */
final class FluxHealth {
  private static final Path FILE = Path.of("deploy/flux/environments.yaml");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("status", SimpleType.DYN)
          .setResultType(SimpleType.BOOL)
          .build();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder().build();

  private final JsonNode expressions;

  FluxHealth() {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(FILE.toFile())) {
      documents.next();
      expressions = documents.next().at("/spec/healthCheckExprs/0");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Current, Failed or InProgress. */
  String judge(long generation, EnvironmentStatus status) {
    if (status.observedGeneration() != null && status.observedGeneration() != generation) {
      return "InProgress";
    }
    if (isTrue("inProgress", status)) {
      return "InProgress";
    }
    if (isTrue("failed", status)) {
      return "Failed";
    }
    return isTrue("current", status) ? "Current" : "InProgress";
  }

  private boolean isTrue(String name, EnvironmentStatus status) {
    var json = YAML.convertValue(status, new TypeReference<Map<String, Object>>() {});
    try {
      var program =
          RUNTIME.createProgram(COMPILER.compile(expressions.path(name).asText()).getAst());
      return (boolean) program.eval(Map.of("status", json));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(name, e);
    }
  }
}
