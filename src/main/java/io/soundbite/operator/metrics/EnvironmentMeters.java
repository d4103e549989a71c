package io.soundbite.operator.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.blueprint.Owner;

/**
 * Shows each environment as it is reconciled. Only the leader reconciles, and a process that loses
 * the lease ends: so each environment has its series in one replica.
 */
public final class EnvironmentMeters {
  private final Gauges gauges;
  private final ReleaseMeters releases;

  /** Shows them in {@code registry}. */
  public EnvironmentMeters(MeterRegistry registry) {
    this.gauges = new Gauges(registry);
    this.releases = new ReleaseMeters(registry);
  }

  /**
   * A turn of {@code owner} that began with the status {@code before} has come to {@code after}.
   */
  public void reconciled(Owner owner, EnvironmentStatus before, EnvironmentStatus after) {
    gauges.show(owner, new EnvironmentSeries(owner, after).list());
    releases.reconciled(owner, before, after);
  }

  /** Takes the series of an environment that is gone away. */
  public void forget(Owner owner) {
    gauges.forget(owner);
    releases.forget(owner);
  }

  /** Which environment a series is of. */
  static Tags tags(Owner owner) {
    return Tags.of("namespace", owner.namespace(), "name", owner.name());
  }
}
