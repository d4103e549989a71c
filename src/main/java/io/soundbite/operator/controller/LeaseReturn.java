package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jboss.logging.Logger;

/**
 * Gives the lease back at a graceful stop, so that the next leader need not wait for it to run out.
 * The client's own release runs beside the shutdown and comes too late.
 */
final class LeaseReturn {
  private static final Logger LOG = Logger.getLogger(LeaseReturn.class);

  private LeaseReturn() {}

  /** Clears the holder if it is {@code identity}; a failure is logged, the lease then runs out. */
  static void run(KubernetesClient client, String namespace, String name, String identity) {
    var lease = client.leases().inNamespace(namespace).withName(name);
    try {
      var held = lease.get();
      if (held != null && identity.equals(held.getSpec().getHolderIdentity())) {
        held.getSpec().setHolderIdentity("");
        lease.patch(held);
      }
    } catch (KubernetesClientException e) {
      LOG.warnf(e, "the lease %s/%s is not given back", namespace, name);
    }
  }
}
