package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where live resources are not as declared. */
record DriftReport(List<Entry> environments) implements Report {

  /**
   * Of one environment.
   *
   * @param drift null while nothing is known
   */
  record Entry(Name environment, @Nullable DriftStatus drift) {}

  static DriftReport of(List<SoundBiteEnvironment> environments) {
    return new DriftReport(
        environments.stream()
            .map(
                it ->
                    new Entry(Name.of(it), it.getStatus() == null ? null : it.getStatus().drift()))
            .toList());
  }

  /** What could not be read is not called free of drift. */
  @Override
  public Exit exit() {
    if (environments.stream().anyMatch(it -> Drifted.count(it.drift()) > 0)) {
      return Exit.FOUND;
    }
    return environments.stream().allMatch(it -> Drifted.known(it.drift()))
        ? Exit.CLEAN
        : Exit.FAILED;
  }

  @Override
  public void print(Page page) {
    environments.forEach(it -> print(it, page));
  }

  private static void print(Entry entry, Page page) {
    page.gap().line(entry.environment() + ": " + Drifted.words(entry.drift()));
    var drift = entry.drift();
    if (drift == null || drift.resources().isEmpty()) {
      return;
    }
    var table = Table.of("RESOURCE", "FIELD", "WANT", "HAVE", "SINCE", "ACTION");
    drift
        .resources()
        .forEach(
            it ->
                table.row(
                    it.resource(),
                    it.field(),
                    it.want(),
                    it.have(),
                    Times.text(it.since()),
                    it.action()));
    page.table(2, table);
    var more = Drifted.count(drift) - drift.resources().size();
    if (more > 0) {
      page.line(2, "and %d more".formatted(more));
    }
  }
}
