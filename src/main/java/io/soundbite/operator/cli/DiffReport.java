package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.ConfigurationDifference;
import io.soundbite.operator.api.v1alpha1.ParityDifference;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.status.Configuration;
import io.soundbite.operator.status.Standing;
import io.soundbite.operator.status.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two environments side by side.
 *
 * @param configuration what they declare differently: no difference in structure
 * @param identical whether they are identical infrastructure; null while it is not known
 * @param reason CamelCase, as the condition Parity has it
 * @param structure where one of them is not as the blueprint that both come from
 */
record DiffReport(
    Name here,
    Name there,
    List<ConfigurationDifference> configuration,
    @Nullable Boolean identical,
    String reason,
    String message,
    List<ParityDifference> structure)
    implements Report {

  /** By the operator's own judgement, on the status that both have now. */
  static DiffReport of(SoundBiteEnvironment here, SoundBiteEnvironment there) {
    var verdict = Verdict.between(Standing.of(there), Standing.of(here));
    return new DiffReport(
        Name.of(here),
        Name.of(there),
        Configuration.between(here.getSpec(), there.getSpec()),
        verdict.equal(),
        verdict.reason(),
        verdict.message(),
        verdict.differences());
  }

  @Override
  public Exit exit() {
    if (identical == null) {
      return Exit.FAILED;
    }
    return identical ? Exit.CLEAN : Exit.FOUND;
  }

  @Override
  public void print(Page page) {
    printConfiguration(page);
    page.gap();
    switch (exit()) {
      case CLEAN -> page.line("%s and %s are identical infrastructure.".formatted(here, there));
      case FOUND -> printStructure(page);
      case FAILED ->
          page.line(
              "Whether %s and %s are identical infrastructure is not known. %s: %s"
                  .formatted(here, there, reason, message));
    }
  }

  private void printConfiguration(Page page) {
    if (configuration.isEmpty()) {
      page.line("%s and %s declare the same.".formatted(here, there));
      return;
    }
    var table = Table.of("FIELD", here.toString(), there.toString());
    configuration.forEach(it -> table.row(it.field(), it.here(), it.there()));
    page.line("Declared differently, which is configuration and no difference in structure:")
        .table(2, table);
  }

  private void printStructure(Page page) {
    page.line("Not identical infrastructure:");
    if (structure.isEmpty()) {
      page.line(2, message);
      return;
    }
    var table = Table.of("ENVIRONMENT", "RESOURCE", "FIELD", "WANT", "HAVE");
    structure.forEach(
        it -> table.row(it.environment(), it.resource(), it.field(), it.want(), it.have()));
    page.table(2, table);
  }
}
