package io.soundbite.operator.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import software.amazon.awssdk.utils.builder.ToCopyableBuilder;

/** All members of a structure by the SDK's own model, those of its lists and structures too. */
final class ModelMembers {
  /** The key of an entry, where a member is a map. */
  static final String ENTRY = "strangers";

  private ModelMembers() {}

  /** For each member without members, by its path, the structure with nothing set but that. */
  static Map<String, SdkPojo> of(SdkPojo model) {
    var all = new LinkedHashMap<String, SdkPojo>();
    each(model).forEach((path, value) -> all.put(path, (SdkPojo) value));
    return all;
  }

  private static Map<String, Object> each(SdkPojo model) {
    var all = new LinkedHashMap<String, Object>();
    for (var field : model.sdkFields()) {
      values(field)
          .forEach(
              (below, value) -> all.put(field.memberName() + below, with(model, field, value)));
    }
    return all;
  }

  /** By the rest of the path, each value that the field can have. */
  private static Map<String, Object> values(SdkField<?> field) {
    var all = new LinkedHashMap<String, Object>();
    switch (field.marshallingType().getTargetClass().getSimpleName()) {
      case "SdkPojo" -> {
        var model = (SdkPojo) ((SdkBuilder<?, ?>) field.constructor().get()).build();
        if (model.sdkFields().isEmpty()) {
          all.put("", model);
        }
        each(model).forEach((path, value) -> all.put("." + path, value));
      }
      case "List" ->
          values(field.getTrait(ListTrait.class).memberFieldInfo())
              .forEach((path, value) -> all.put(path, new ArrayList<>(List.of(value))));
      case "Map" ->
          values(field.getTrait(MapTrait.class).valueFieldInfo())
              .forEach((path, value) -> all.put("." + ENTRY + path, Map.of(ENTRY, value)));
      case "String" -> all.put("", "other");
      case "Boolean" -> all.put("", true);
      case "Integer" -> all.put("", 7);
      case "Long" -> all.put("", 7L);
      case "Double" -> all.put("", 7.0);
      case "Instant" -> all.put("", Instant.EPOCH);
      default -> throw new AssertionError("no value for " + field.marshallingType());
    }
    return all;
  }

  /** The structure with one field set. */
  static SdkPojo with(SdkPojo model, SdkField<?> field, Object value) {
    var builder = ((ToCopyableBuilder<?, ?>) model).toBuilder();
    field.set(builder, value);
    return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
  }
}
