package io.soundbite.operator.promotion;

/** What became of the search for the image that the spec asks for. */
public sealed interface Sought {

  /** It is there. */
  record Found(Candidate candidate) implements Sought {}

  /**
   * It is not there, or could not be looked for.
   *
   * @param reason CamelCase, such as {@code ImageNotFound}
   */
  record NotFound(String reason, String message) implements Sought {}

  /** It is being looked for. */
  record Resolving(String message) implements Sought {}
}
