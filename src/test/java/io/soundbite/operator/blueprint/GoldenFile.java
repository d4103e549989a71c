package io.soundbite.operator.blueprint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Resources written for people: one YAML document each, named in a comment. */
final class GoldenFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  private GoldenFile() {}

  /** The resources' texts by kind: a Kubernetes object's kind, or the record's name. */
  static Map<String, String> byKind(List<Desired> resources) {
    return resources.stream()
        .collect(
            Collectors.groupingBy(
                GoldenFile::kind,
                TreeMap::new,
                Collectors.mapping(GoldenFile::document, Collectors.joining("---\n"))));
  }

  private static String kind(Desired resource) {
    return resource instanceof KubeObject
        ? resource.key().id().replaceAll("/.*", "")
        : resource.getClass().getSimpleName();
  }

  private static String document(Desired resource) {
    var header = "# " + resource.key().path();
    if (!resource.after().isEmpty()) {
      header += ", after " + String.join(", ", new TreeSet<>(resource.after()));
    }
    try {
      return header + "\n" + YAML.writeValueAsString(content(resource));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object content(Desired resource) {
    if (resource instanceof KubeObject object) {
      return object.body().plain();
    }
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", resource.key().name());
    fields.putAll(components((Record) resource));
    return fields;
  }

  private static Map<String, Object> components(Record resource) {
    var fields = new LinkedHashMap<String, Object>();
    for (var component : resource.getClass().getRecordComponents()) {
      if (!component.getType().equals(Key.class)) {
        fields.put(component.getName(), plain(value(component, resource)));
      }
    }
    return fields;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case null -> null;
      case Optional<?> optional -> plain(optional.orElse(null));
      case Tree tree -> tree.plain();
      case Policy policy -> policy.document().plain();
      case Duration duration -> duration.toSeconds() + "s";
      case Map<?, ?> map -> {
        var fields = new TreeMap<String, Object>();
        map.forEach((name, item) -> fields.put((String) name, plain(item)));
        yield fields;
      }
      case Set<?> set -> new TreeSet<>(set);
      case Record part -> components(part);
      default -> value;
    };
  }

  private static Object value(RecordComponent component, Record resource) {
    try {
      return component.getAccessor().invoke(resource);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
