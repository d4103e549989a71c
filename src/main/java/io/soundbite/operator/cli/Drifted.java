package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.api.v1alpha1.StackStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What status.drift says in a few words. */
final class Drifted {
  private Drifted() {}

  /** How many fields are not as declared; 0 also while nothing is known. */
  static int count(@Nullable DriftStatus drift) {
    return drift == null ? 0 : Objects.requireNonNullElse(drift.count(), 0);
  }

  /** Whether every resource has been read. */
  static boolean known(@Nullable DriftStatus drift) {
    return drift != null && Objects.requireNonNullElse(drift.unread(), 0) == 0;
  }

  /** Whether every resource of {@code stack} that is not ready is listed in {@code drift}. */
  static boolean explains(@Nullable DriftStatus drift, StackStatus stack) {
    var listed =
        drift == null
            ? 0
            : drift.resources().stream()
                .filter(it -> it.stack().equals(stack.name()))
                .map(DriftEntry::resource)
                .distinct()
                .count();
    return listed >= stack.resources() - stack.ready();
  }

  /** As {@code 2 fields are not as declared; 3 resources have not been read}. */
  static String words(@Nullable DriftStatus drift) {
    if (drift == null) {
      return "not known: the resources have not been read";
    }
    var count = count(drift);
    var found =
        switch (count) {
          case 0 -> "none";
          case 1 -> "1 field is not as declared";
          default -> count + " fields are not as declared";
        };
    if (known(drift)) {
      return found;
    }
    return "%s; not known of %s"
        .formatted(
            count == 0 ? "none found" : found,
            drift.unread() == 1
                ? "1 resource, which has not been read"
                : drift.unread() + " resources, which have not been read");
  }
}
