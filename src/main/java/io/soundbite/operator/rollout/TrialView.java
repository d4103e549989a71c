package io.soundbite.operator.rollout;

/**
 * What a verification Job shows.
 *
 * @param message why it failed; empty text otherwise
 */
public record TrialView(State state, String message) {
  /** How far it is. */
  public enum State {
    RUNNING,
    SUCCEEDED,
    FAILED
  }
}
