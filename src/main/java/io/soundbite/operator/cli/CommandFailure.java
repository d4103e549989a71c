package io.soundbite.operator.cli;

import org.jspecify.annotations.Nullable;

/** Why a command can't answer, in words for whoever gave it. */
final class CommandFailure extends RuntimeException {
  CommandFailure(String message) {
    super(message);
  }

  CommandFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The message, which there always is. */
  String words() {
    return String.valueOf(getMessage());
  }
}
