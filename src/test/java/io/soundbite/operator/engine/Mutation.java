package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;

/**
 * A resource with one field changed.
 *
 * @param place the record component the field is in, whatever map or list it is below: {@code
 *     SqsQueue.visibility}, {@code Policy.document/Statement}
 * @param kind what is done to it
 * @param left the whole resource, as it is left
 * @param diff what shows of it
 */
public record Mutation(String place, Kind kind, Desired left, FieldDiff diff) {

  /** What can be done to a field. */
  public enum Kind {
    CHANGED,
    GONE,
    ADDED
  }

  /** What is done where, whatever the value: {@code SqsQueue SqsQueue.redrive GONE}. */
  public String id() {
    return left.getClass().getSimpleName() + " " + place + " " + kind;
  }

  /** Whether it is in {@code component}, or in a part of it. */
  public boolean isIn(String component) {
    return place.equals(component) || place.startsWith(component + "/");
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(left.key().id(), diff.path(), kind);
  }
}
