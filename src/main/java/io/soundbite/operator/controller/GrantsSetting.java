package io.soundbite.operator.controller;

import io.soundbite.operator.grants.Grants;
import io.soundbite.operator.grants.GrantsFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The grants that the operator goes by for as long as it runs. */
final class GrantsSetting {
  private static final System.Logger LOG = System.getLogger(GrantsSetting.class.getName());

  private GrantsSetting() {}

  /**
   * Reads them.
   *
   * @param file of SOUNDBITE_GRANTS; empty when that is not set
   * @param namespaces watched; empty for all
   * @throws IllegalArgumentException when the file can't be read, with what to do
   */
  static Grants of(Optional<Path> file, Set<String> namespaces) {
    var grants = file.map(GrantsSetting::read).orElseGet(() -> Grants.unconfigured(namespaces));
    if (grants.entries().isEmpty()) {
      LOG.log(
          Level.WARNING,
          "No namespace is granted anything, so every environment is refused: set SOUNDBITE_GRANTS"
              + " to a file with grants");
    }
    return grants;
  }

  private static Grants read(Path file) {
    try {
      return GrantsFile.read(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "SOUNDBITE_GRANTS names %s, which can't be read (%s); mount it, or unset the variable"
              .formatted(file, e),
          e);
    }
  }
}
