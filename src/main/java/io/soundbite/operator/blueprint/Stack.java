package io.soundbite.operator.blueprint;

/** The five stacks of an environment, as the CDK application named them. */
public enum Stack {
  DATABASE("Database"),
  STORAGE("Storage"),
  QUEUE("Queue"),
  COMPUTE("Compute"),
  API("API");

  private final String label;

  Stack(String label) {
    this.label = label;
  }

  /** The name people read: {@code Database}, {@code API}. */
  public String label() {
    return label;
  }

  /** The stack's full name in {@code environment}: {@code SoundBite-staging-Database}. */
  public String in(String environment) {
    return "SoundBite-" + environment + "-" + label;
  }
}
