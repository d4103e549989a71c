package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Progress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** Calls about things that may not be there. */
final class Observed {
  private Observed() {}

  /** What {@code call} answers; empty when the service says that there is no such thing. */
  static <T> Optional<T> unlessMissing(Supplier<T> call) {
    return unless(Observed::isMissing, call);
  }

  /** What {@code call} answers; empty when it fails in the way that is {@code expected}. */
  static <T> Optional<T> unless(Predicate<SdkException> expected, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (SdkException e) {
      if (expected.test(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether the service says that there is no such thing. */
  static boolean isMissing(SdkException exception) {
    return AwsErrors.kind(exception) == Failure.Kind.NOT_FOUND;
  }

  /** What {@code write} comes to; on a thing that is gone there is nothing left to do. */
  static Progress doneIfMissing(Supplier<Progress> write) {
    return unlessMissing(write).orElseGet(Progress.Done::new);
  }

  /**
   * Those of {@code tags} whose keys are wanted: strangers' tags are no difference. The tag of what
   * was retained is one, and is removed from what has an owner again.
   */
  static Map<String, String> wanted(Map<String, String> tags, Map<String, String> wanted) {
    var kept = new HashMap<>(tags);
    kept.keySet().removeIf(it -> !wanted.containsKey(it) && !it.equals(Tags.RETAINED_BY));
    return kept;
  }

  /** Returns those of {@code all} that are not among {@code those}. */
  static Set<String> without(Set<String> all, Set<String> those) {
    var rest = new HashSet<>(all);
    rest.removeAll(those);
    return rest;
  }
}
