package io.soundbite.operator.blueprint;

/** A resource whose loss is a loss of data: once there, it is never quietly created again. */
public interface HoldsData {
  /** Where a copy may be, for whoever has lost it. */
  String backup();
}
