package io.soundbite.operator.kube;

import java.util.Optional;

/**
 * Whether who is about to change or delete an object may still do so. An operator that was paused
 * and is no longer the leader does not know it: what it meant to write may be the opposite of what
 * its successor has decided since.
 *
 * <p>It is asked after the object was read and before it is written. The write holds only for the
 * version that was read, so what the successor writes after it has recorded its decision is never
 * overwritten.
 */
@FunctionalInterface
public interface Mandate {

  /**
   * Why not; empty while it may. Asks the API server.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when that can't be known
   */
  Optional<String> revoked();

  /** One that nobody revokes. */
  static Mandate standing() {
    return Optional::empty;
  }
}
