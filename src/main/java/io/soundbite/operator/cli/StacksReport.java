package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.List;

/** The five stacks of environments, with their resources. */
record StacksReport(List<Entry> environments) implements Report {

  /**
   * Of one environment.
   *
   * @param account twelve digits; {@code <account>} while nobody has looked it up
   */
  record Entry(Name environment, String account, String region, List<StackListing> stacks) {}

  static StacksReport of(List<SoundBiteEnvironment> environments) {
    var whereabouts = new Whereabouts(environments);
    return new StacksReport(
        environments.stream()
            .map(
                it -> {
                  var environment = whereabouts.of(it);
                  return new Entry(
                      Name.of(it),
                      environment.facts().account(),
                      environment.facts().region(),
                      StackListing.of(it, whereabouts));
                })
            .toList());
  }

  @Override
  public Exit exit() {
    return Exit.CLEAN;
  }

  @Override
  public void print(Page page) {
    for (var entry : environments) {
      page.gap()
          .line("%s   %s in %s".formatted(entry.environment(), entry.account(), entry.region()));
      entry.stacks().forEach(it -> it.print(page));
    }
  }
}
