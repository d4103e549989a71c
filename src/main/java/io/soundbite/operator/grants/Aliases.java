package io.soundbite.operator.grants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Aliases in YAML: what a glob becomes that begins with a star and has no quotes. */
final class Aliases {
  private Aliases() {}

  /** Whether there are any up to where {@code text} stops being YAML. */
  static boolean in(String text) {
    try (var parser = new YAMLFactory().createParser(text)) {
      while (true) {
        if (parser.isCurrentAlias()) {
          return true;
        }
        if (parser.nextToken() == null) {
          return false;
        }
      }
    } catch (JsonProcessingException e) {
      return isUnnamed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // text is in memory
    }
  }

  /** {@code [*]}: an alias without a name. */
  private static boolean isUnnamed(JsonProcessingException e) {
    return String.valueOf(e.getOriginalMessage()).contains("alias");
  }
}
