package io.soundbite.operator.engine;

/**
 * What is to be told of a resource that is as declared, and that nothing can be done about by
 * writing it.
 *
 * @param reason CamelCase, for conditions: {@code NoData}, {@code Unconfirmed}
 * @param message says what is the matter, why, and what to do
 */
public record Notice(String reason, String message) {
  /** The reason of an alarm whose metric is not published. */
  public static final String NO_DATA = "NoData";
}
