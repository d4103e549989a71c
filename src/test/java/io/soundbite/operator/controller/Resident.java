package io.soundbite.operator.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What of a process is in memory, in MiB.
 *
 * @param all with what it shares with others
 * @param own what is its alone and not on disk: a limit can't take it back
 */
record Resident(long all, long own) {
  static Resident of(long pid) {
    try {
      var rollup = Files.readString(Path.of("/proc/" + pid + "/smaps_rollup"));
      return new Resident(value(rollup, "Rss"), value(rollup, "Anonymous"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long value(String rollup, String name) {
    return Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB")
            .matcher(rollup)
            .results()
            .mapToLong(found -> Long.parseLong(found.group(1)))
            .findFirst()
            .orElseThrow()
        / 1024;
  }
}
