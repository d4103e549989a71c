package io.soundbite.operator.controller;

import java.util.Map;

/**
 * How the emulator behaves towards the tests' accounts: at once and forgiving, or as AWS does,
 * twenty times as fast, where the system property {@code soundbite.aws.profile} says {@code
 * realistic}. Calls that fail for no reason are left out, since the tests make calls too.
 */
enum AwsProfile {
  KIND,
  REALISTIC;

  private static final String PROPERTY = "soundbite.aws.profile";
  private static final int SPEED = 20;

  /** Returns the profile of this run. */
  static AwsProfile current() {
    return System.getProperty(PROPERTY, "kind").equals("realistic") ? REALISTIC : KIND;
  }

  /** Returns the most calls that a test may expect of the operator: some are made again. */
  int calls(int kind, int realistic) {
    return this == KIND ? kind : realistic;
  }

  /** Has the emulator behave so towards the account of {@code journal}. */
  void set(Journal journal) {
    if (this == REALISTIC) {
      journal.profile(Map.of("name", "realistic", "speed", SPEED, "failures", 0));
    }
  }
}
