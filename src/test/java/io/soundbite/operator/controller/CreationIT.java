package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many AWS calls the creation of one environment takes, quota preflight included. */
class CreationIT {
  /** Beside looking for an image, which goes on while there is none. */
  private static final int CALLS = 67;

  @Test
  void oneEnvironmentIsCreatedInFewCalls() {
    try (var operator = new OperatorUnderTest()) {
      operator.start();
      var from = operator.journal().now();
      var environment = operator.example("staging");
      environment.getMetadata().setName("creation");
      operator.apply(operator.renamed(environment, "creation"));
      operator.await("creation", it -> OperatorUnderTest.is(it, "Synced", "True"));

      var calls =
          operator.journal().since(from).stream()
              .filter(it -> !it.operation().equals("DescribeImages"))
              .toList();
      assertThat(calls).as("%s", Journal.counted(calls)).hasSizeLessThanOrEqualTo(CALLS);
    }
  }
}
