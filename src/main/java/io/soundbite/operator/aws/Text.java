package io.soundbite.operator.aws;

import org.jspecify.annotations.Nullable;

/** Text that a service leaves out when it is empty. */
final class Text {
  private Text() {}

  /** The text; empty when the service left it out. */
  static String of(@Nullable String text) {
    return text == null ? "" : text;
  }
}
