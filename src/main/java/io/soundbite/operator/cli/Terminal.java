package io.soundbite.operator.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where commands read from and write to; what they write is escaped by {@link EscapingWriter}.
 *
 * @param environment variables of the user's shell
 */
record Terminal(InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment) {
  Terminal {
    out = new PrintWriter(new EscapingWriter(out), true);
    err = new PrintWriter(new EscapingWriter(err), true);
    environment = Map.copyOf(environment);
  }

  /** The process's own, in UTF-8. */
  static Terminal standard() {
    return new Terminal(
        System.in,
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        System.getenv());
  }
}
