package io.soundbite.operator.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a bench has measured: printed, and left in {@code target/bench}. */
record BenchTable(String name) {
  void print(List<String> rows) throws IOException {
    var file = Path.of("target/bench", name + ".md");
    Files.createDirectories(file.getParent());
    Files.write(file, rows);
    rows.forEach(System.out::println);
  }

  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
  }
}
