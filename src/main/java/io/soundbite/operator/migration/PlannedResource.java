package io.soundbite.operator.migration;

/** A resource of a stack, and what becomes of it. */
public record PlannedResource(StackResource resource, Fate fate) {

  /** Whether its deletion with the stack would take something from the environment, or data. */
  boolean mustStay() {
    return switch (fate) {
      case Fate.Adopted any -> true;
      case Fate.Setting any -> true;
      case Fate.LeftBehind any -> ResourceTypes.holdsData(resource);
    };
  }

  /** Whether the operator adopts it. */
  public boolean isAdopted() {
    return fate instanceof Fate.Adopted;
  }

  /** Whether it is neither adopted nor a setting of what is. */
  public boolean isLeftBehind() {
    return fate instanceof Fate.LeftBehind;
  }
}
