package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads custom resources of any version. What this version does not know, as a field or a value
 * that a newer one wrote, makes that custom resource unreadable and no other: an exception here
 * would end the watch of all of them.
 */
public final class EnvironmentDeserializer extends JsonDeserializer<SoundBiteEnvironment> {
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              it ->
                  it.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  @Override
  public SoundBiteEnvironment deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    JsonNode tree = context.readTree(parser);
    var environment = new SoundBiteEnvironment();
    if (tree.hasNonNull("metadata")) {
      environment.setMetadata(context.readTreeAsValue(tree.get("metadata"), ObjectMeta.class));
    }
    if (tree.hasNonNull("apiVersion")) {
      environment.setApiVersion(tree.get("apiVersion").asText());
    }
    if (tree.hasNonNull("kind")) {
      environment.setKind(tree.get("kind").asText());
    }
    try {
      environment.setStatus(
          (EnvironmentStatus) CompleteRecords.of(part(tree, "status", EnvironmentStatus.class)));
      environment.setSpec(part(tree, "spec", EnvironmentSpec.class));
    } catch (Unknown unknown) {
      environment.setUnreadable(String.valueOf(unknown.getMessage()));
    }
    return environment;
  }

  /** Null when there is no such part, as in a patch. */
  private static <T> @Nullable T part(JsonNode tree, String name, Class<T> type) throws Unknown {
    if (!tree.hasNonNull(name)) {
      return null;
    }
    try {
      return STRICT.treeToValue(tree.get(name), type);
    } catch (JsonMappingException e) {
      throw new Unknown("/" + name + path(e) + ": " + words(e));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new Unknown("/" + name + ": " + e.getMessage());
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(it -> "/" + (it.getFieldName() == null ? it.getIndex() : it.getFieldName()))
        .collect(Collectors.joining());
  }

  private static String words(JsonMappingException e) {
    return switch (e) {
      case UnrecognizedPropertyException unknown -> "unknown field";
      case InvalidFormatException format -> "unknown value \"%s\"".formatted(format.getValue());
      default -> "a value of another form than this version knows";
    };
  }

  private static final class Unknown extends Exception {
    private static final long serialVersionUID = 1;

    Unknown(String message) {
      super(message);
    }
  }
}
