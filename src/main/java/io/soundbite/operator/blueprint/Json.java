package io.soundbite.operator.blueprint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON text to {@link Tree} and back. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /**
   * Reads JSON.
   *
   * @throws IllegalArgumentException when {@code text} is not JSON
   */
  public static Tree read(String text) {
    try {
      return Tree.of(MAPPER.readValue(text, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads an object of the API.
   *
   * @throws IllegalArgumentException when {@code text} is not the JSON of one
   */
  static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a " + type.getSimpleName(), e);
    }
  }

  /** An object of the API as it is written to the API server. */
  public static Tree of(Object object) {
    return Tree.of(MAPPER.convertValue(object, Object.class));
  }

  /** The canonical text: keys sorted, no white space. */
  public static String write(Tree tree) {
    try {
      return MAPPER.writeValueAsString(tree.plain());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
