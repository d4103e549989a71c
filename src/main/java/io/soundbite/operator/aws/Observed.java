package io.soundbite.operator.aws;

import io.soundbite.operator.engine.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** Reading things that may not be there. */
final class Observed {
  private Observed() {}

  /** What {@code call} answers; empty when the service says that there is no such thing. */
  static <T> Optional<T> unlessMissing(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (SdkException e) {
      if (AwsErrors.kind(e) == Failure.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Those of {@code tags} whose keys are wanted: strangers' tags are no difference. */
  static Map<String, String> wanted(Map<String, String> tags, Map<String, String> wanted) {
    var kept = new HashMap<>(tags);
    kept.keySet().retainAll(wanted.keySet());
    return kept;
  }
}
