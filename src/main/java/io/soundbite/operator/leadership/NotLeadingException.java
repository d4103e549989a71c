package io.soundbite.operator.leadership;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** Thrown in the place of a write to Kubernetes for which this replica holds no valid lease. */
public final class NotLeadingException extends KubernetesClientException {
  /** What is said of a write that was not made. */
  public static final String MESSAGE =
      "not written: this replica holds no valid lease, so another may lead";

  /** One for a write that is not sent. */
  public NotLeadingException() {
    super(MESSAGE);
  }
}
