package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Excerpt;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What keeps a pod from being there or from being ready, in Kubernetes' own words.
 *
 * @param reason of the container, pod, Deployment or Event, as {@code ImagePullBackOff}
 * @param lasting from when on waiting will not help; {@link Instant#MAX} when it may always
 */
public record Trouble(String reason, String message, Instant lasting) {
  /** Containers and webhooks write what they like. */
  private static final int MESSAGE_BYTES = 1024;

  public Trouble {
    reason = Excerpt.of(reason, 128);
    message = Excerpt.of(message, MESSAGE_BYTES);
  }

  /** Returns the one that lasts from the earliest on. */
  static Optional<Trouble> gravest(Stream<Trouble> troubles) {
    return troubles.min(
        Comparator.comparing(Trouble::lasting)
            .thenComparing(Trouble::reason)
            .thenComparing(Trouble::message));
  }

  /** Whether waiting may help for ever. */
  boolean mayPass() {
    return lasting.equals(Instant.MAX);
  }

  /** As people read it. */
  public String text() {
    return message.isEmpty() ? reason : reason + ": " + message;
  }
}
