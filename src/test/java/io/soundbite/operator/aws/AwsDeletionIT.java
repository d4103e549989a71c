package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Step;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every AWS resource, deleted behind the operator's back: missed, and made again as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsDeletionIT {
  private final DriftAccount account = new DriftAccount();

  @BeforeAll
  void make() {
    account.full().make();
  }

  @AfterAll
  void close() {
    account.close();
  }

  @TestFactory
  Stream<DynamicTest> whatIsDeletedIsMadeAgain() {
    return account.full().all().stream()
        .map(want -> dynamicTest(want.key().id(), () -> isMadeAgain(want)));
  }

  /** What is built upon it may go with it, as filters with their log group. */
  private void isMadeAgain(Desired want) {
    var loop = account.full();
    var concerned =
        loop.all().stream()
            .filter(it -> it.equals(want) || it.after().contains(want.key().id()))
            .toList();
    account.stranger.delete(want);

    assertThat(loop.observe(want)).isInstanceOf(Observation.Absent.class);
    assertThat(loop.plan(concerned)).contains(new Step.Create(want));
    loop.make(concerned);
  }
}
