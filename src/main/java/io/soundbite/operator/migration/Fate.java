package io.soundbite.operator.migration;

/** What becomes of a resource of a stack. */
public sealed interface Fate {

  /**
   * The operator adopts it.
   *
   * @param resource its path in the environment, as {@code Queue/SoundbiteQueue}
   */
  record Adopted(String resource) implements Fate {}

  /**
   * It is a setting of something that the operator adopts, such as a queue policy: the operator
   * sets its own, which must not go with the stack.
   *
   * @param logicalId of what it is a setting of, in the same stack; empty when that can't be told
   */
  record Setting(String logicalId) implements Fate {}

  /** The operator neither sees nor needs it. */
  record LeftBehind() implements Fate {}
}
