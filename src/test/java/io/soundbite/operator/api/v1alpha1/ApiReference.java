package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The document of every field, made from the committed CRD. */
final class ApiReference {
  static final Path FILE = Path.of("docs/api.md");
  private static final Path INTRODUCTION = Path.of("src/test/resources/docs/api-introduction.md");

  private final JsonNode version;
  private final StringBuilder text = new StringBuilder();

  private ApiReference(JsonNode version) {
    this.version = version;
  }

  static String generate() throws IOException {
    var crd = CrdManifest.YAML.readTree(CrdManifest.FILE.toFile());
    return new ApiReference(crd.at("/spec/versions/0")).write();
  }

  private String write() throws IOException {
    text.append(Files.readString(INTRODUCTION));
    columns();
    part("spec", "what you declare");
    part("status", "what the operator says");
    return text.toString();
  }

  private void columns() {
    text.append(
        "\n## What `kubectl get sbenv` shows\n\n| column | from | |\n| --- | --- | --- |\n");
    for (var column : version.path("additionalPrinterColumns")) {
      row(
          column.path("name").asText().toUpperCase(Locale.ROOT),
          code(column.path("jsonPath").asText()),
          column.path("priority").asInt() == 0 ? "" : "with `-o wide`");
    }
  }

  private void part(String name, String title) {
    text.append("\n## `").append(name).append("`: ").append(title);
    text.append("\n\n| field | type | meaning |\n| --- | --- | --- |\n");
    var schema = version.at("/schema/openAPIV3Schema/properties/" + name);
    fields(schema, "");
    var rules = rules(schema);
    if (!rules.isEmpty()) {
      text.append("\nAnd as a whole:\n\n");
      rules.forEach(rule -> text.append("- ").append(cell(rule)).append('\n'));
    }
  }

  private void fields(JsonNode schema, String path) {
    schema
        .path("properties")
        .properties()
        .forEach(
            field ->
                field(
                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                    field.getValue()));
  }

  private void field(String path, JsonNode schema) {
    var meaning = new ArrayList<String>();
    meaning.add(schema.path("description").asText());
    rules(schema).forEach(rule -> meaning.add("*" + rule + ".*"));
    row(code(path), type(schema), String.join(" ", meaning).strip());
    fields(schema, path);
    fields(schema.path("items"), path + "[]");
    fields(schema.path("additionalProperties"), path + ".*");
  }

  private static String type(JsonNode schema) {
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.get("enum").spliterator(), false)
          .map(it -> code(it.asText()))
          .collect(Collectors.joining(", "));
    }
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return "integer or string";
    }
    return switch (schema.path("type").asText()) {
      case "array" -> "list of " + type(schema.path("items"));
      case "object" ->
          schema.has("additionalProperties")
              ? "map of " + type(schema.get("additionalProperties"))
              : "object";
      case String plain -> plain;
    };
  }

  /** The sentences of the rules that need one. */
  private static List<String> rules(JsonNode schema) {
    return StreamSupport.stream(schema.path("x-kubernetes-validations").spliterator(), false)
        .map(it -> it.path("message").asText())
        .filter(it -> !it.isEmpty())
        .toList();
  }

  private void row(String... cells) {
    text.append('|');
    for (var it : cells) {
      text.append(' ').append(cell(it)).append(" |");
    }
    text.append('\n');
  }

  private static String code(String plain) {
    return "`" + plain + "`";
  }

  /** As it may stand in a table. */
  private static String cell(String plain) {
    return plain.replace("|", "\\|").replace("<", "&lt;");
  }
}
