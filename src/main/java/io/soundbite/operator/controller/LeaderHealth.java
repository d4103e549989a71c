package io.soundbite.operator.controller;

import io.soundbite.operator.leadership.Leadership;
import io.soundbite.operator.leadership.Leadership.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Is down in a process that neither leads nor waits to lead, for Kubernetes to restart it. */
@Liveness
@ApplicationScoped
public class LeaderHealth implements HealthCheck {
  private final Leadership leadership;

  /** For {@code leadership}. */
  public LeaderHealth(Leadership leadership) {
    this.leadership = leadership;
  }

  @Override
  public HealthCheckResponse call() {
    var role = leadership.role();
    return HealthCheckResponse.named("leader election")
        .status(role != Role.ENDED)
        .withData("role", role.name().toLowerCase(Locale.ROOT))
        .build();
  }
}
