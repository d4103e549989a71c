package io.soundbite.operator.engine;

/** Thrown where the failure of a call ends an operation; its caller reports the failure. */
public final class FailedCall extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  public FailedCall(Failure failure) {
    super(failure.sentence());
    this.failure = failure;
  }

  /** What failed. */
  public Failure failure() {
    return failure;
  }
}
