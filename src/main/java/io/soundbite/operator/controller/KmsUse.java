package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.blueprint.SqsQueue;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.status.Problem;
import java.util.List;

/** How far it is known that an environment's KMS key can be used. */
enum KmsUse {
  /** There is no key. */
  NOTHING_TO_CHECK,
  /** The key's policy allows all that is needed. */
  CHECKED,
  /** The key's policy can't be read: AWS will say what it lacks. */
  UNCHECKED;

  /** The reason when there is no such key, or none that can be used. */
  static final String UNUSABLE = "KmsKeyUnusable";

  /** The reason when the key's policy lacks something. */
  static final String GRANT_MISSING = "KmsGrantMissing";

  /**
   * Holds back what would encrypt with a key that is not known to be usable.
   *
   * @param live whether the environment was complete once: then only what the key encrypts waits,
   *     and before nothing is made at all, so that nothing is half made
   */
  static List<Step> clear(Finding<KmsUse> use, List<Step> steps, boolean live) {
    return use.value().isPresent()
        ? steps
        : steps.stream().map(step -> held(use.problem().orElseThrow(), step, live)).toList();
  }

  private static Step held(Problem problem, Step step, boolean live) {
    var waits =
        switch (step) {
          case Step.Create(var want) -> !live || isEncrypted(want);
          case Step.Update(var change) ->
              change.touches("/kmsKey", "/encryption", "/bucketKey", "/keyReuse");
          default -> false;
        };
    return waits ? step.held(problem.reason(), problem.message()) : step;
  }

  private static boolean isEncrypted(Desired want) {
    return switch (want) {
      case DynamoTable any -> true;
      case EcrRepository any -> true;
      case LogGroup any -> true;
      case S3Bucket any -> true;
      case SnsTopic any -> true;
      case SqsQueue any -> true;
      default -> false;
    };
  }
}
