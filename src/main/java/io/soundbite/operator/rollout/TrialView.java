package io.soundbite.operator.rollout;

/**
 * What a verification Job shows.
 *
 * @param message why it failed, or what keeps it from running; empty text when nothing does
 */
public record TrialView(State state, String message) {
  /** How far it is. */
  public enum State {
    RUNNING,
    SUCCEEDED,
    FAILED
  }
}
