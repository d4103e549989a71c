package io.soundbite.operator.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.List;

/**
 * How environments are.
 *
 * @param releases whether the releases are listed in words too
 */
record StatusReport(List<EnvironmentSummary> environments, @JsonIgnore boolean releases)
    implements Report {

  static StatusReport of(List<SoundBiteEnvironment> environments) {
    return new StatusReport(environments.stream().map(EnvironmentSummary::of).toList(), false);
  }

  /** The same with its releases. */
  StatusReport withReleases() {
    return new StatusReport(environments, true);
  }

  @Override
  public Exit exit() {
    return environments.stream().allMatch(it -> it.ready().holds()) ? Exit.CLEAN : Exit.FOUND;
  }

  @Override
  public void print(Page page) {
    for (var environment : environments) {
      environment.print(page);
      if (releases && !environment.history().isEmpty()) {
        page.gap().table(2, ReleaseWords.table(environment.history()));
      }
    }
  }
}
