package io.soundbite.operator.migration;

/**
 * Something that has to be done first.
 *
 * @param why what would happen otherwise
 * @param command a shell command that does it; empty where there is none
 */
public record Task(Action action, String why, String command) {

  /** What to do. */
  public enum Action {
    /** Stop what works on the environment's queues. */
    STOP,
    /** Wait until it has stopped. */
    WAIT,
    /** Have the stack retain it. */
    RETAIN,
    /** Take it out of the stack. */
    REMOVE
  }

  Task(Action action, String why) {
    this(action, why, "");
  }
}
