package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.List;

/** How environments are. */
record StatusReport(List<EnvironmentSummary> environments) implements Report {

  static StatusReport of(List<SoundBiteEnvironment> environments) {
    return new StatusReport(environments.stream().map(EnvironmentSummary::of).toList());
  }

  @Override
  public Exit exit() {
    return environments.stream().allMatch(it -> it.ready().holds()) ? Exit.CLEAN : Exit.FOUND;
  }

  @Override
  public void print(Page page) {
    environments.forEach(it -> it.print(page));
  }
}
