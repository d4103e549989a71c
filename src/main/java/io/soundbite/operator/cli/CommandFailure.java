package io.soundbite.operator.cli;

/** Why a command can't answer, in words for whoever gave it. */
final class CommandFailure extends RuntimeException {
  CommandFailure(String message) {
    super(message);
  }

  CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** The message, which there always is. */
  String words() {
    return String.valueOf(getMessage());
  }
}
