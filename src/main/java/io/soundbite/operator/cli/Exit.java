package io.soundbite.operator.cli;

/** Exit codes; the same three as {@code kubectl diff}. */
enum Exit {
  /** Nothing was found that should not be there. */
  CLEAN(0),
  /** Something was: not ready, drift, a change, a structural difference. */
  FOUND(1),
  /** Nothing can be said: a wrong call, no such environment, a cluster that can't be reached. */
  FAILED(2);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
