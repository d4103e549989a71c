package io.soundbite.operator.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where commands read from and write to; what they write is escaped by {@link EscapingWriter}. */
record Terminal(InputStream in, PrintWriter out, PrintWriter err) {
  Terminal {
    out = new PrintWriter(new EscapingWriter(out), true);
    err = new PrintWriter(new EscapingWriter(err), true);
  }

  /** The process's own, in UTF-8. */
  static Terminal standard() {
    return new Terminal(
        System.in,
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }
}
