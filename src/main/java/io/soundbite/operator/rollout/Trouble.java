package io.soundbite.operator.rollout;

import java.time.Instant;

/**
 * What keeps a pod from being ready, in the pod's own words.
 *
 * @param reason of the container or pod, as {@code ImagePullBackOff}
 * @param lasting from when on waiting will not help; {@link Instant#MAX} when it may always
 */
public record Trouble(String reason, String message, Instant lasting) {
  /** As people read it. */
  public String text() {
    return message.isEmpty() ? reason : reason + ": " + message;
  }
}
