package io.soundbite.operator.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Files of environments, as {@code -f} names them. */
record ManifestFiles(Terminal terminal, Cluster cluster) {
  private static final String STDIN = "-";

  /**
   * The environments in {@code file}, which is {@code -} for standard input.
   *
   * @throws CommandFailure when it can't be read, or has none
   */
  List<Manifest> in(String file) {
    return Manifest.read(label(file), text(file), cluster);
  }

  private static String label(String file) {
    return file.equals(STDIN) ? "standard input" : file;
  }

  private String text(String file) {
    try {
      return file.equals(STDIN)
          ? new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new CommandFailure("There is no file " + file + ".", e);
    } catch (IOException e) {
      throw new CommandFailure("%s can't be read: %s".formatted(file, e), e);
    }
  }
}
