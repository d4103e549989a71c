package io.soundbite.operator.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soundbite.operator.api.v1alpha1.ConfigurationDifference;
import io.soundbite.operator.api.v1alpha1.ParityDifference;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.status.Configuration;
import java.util.List;

/**
 * Two environments side by side.
 *
 * @param configuration what they declare differently: no difference in structure
 * @param structure where one of them is not as the blueprint that both come from
 * @param unknown why nothing can be said of some of it
 */
record DiffReport(
    Name here,
    Name there,
    List<ConfigurationDifference> configuration,
    List<ParityDifference> structure,
    List<String> unknown)
    implements Report {

  static DiffReport of(SoundBiteEnvironment here, SoundBiteEnvironment there) {
    var structure = new Structure(here, there);
    return new DiffReport(
        Name.of(here),
        Name.of(there),
        Configuration.between(here.getSpec(), there.getSpec()),
        structure.differences(),
        structure.unknown());
  }

  /** Whether they are identical infrastructure. */
  @JsonProperty
  boolean identical() {
    return exit() == Exit.CLEAN;
  }

  @Override
  public Exit exit() {
    if (!structure.isEmpty()) {
      return Exit.FOUND;
    }
    return unknown.isEmpty() ? Exit.CLEAN : Exit.FAILED;
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
              "Whether %s and %s are identical infrastructure is not known:"
                  .formatted(here, there));
    }
    if (exit() == Exit.FOUND && !unknown.isEmpty()) {
      page.gap().line("There may be more:");
    }
    unknown.forEach(it -> page.line(2, it));
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
    var table = Table.of("ENVIRONMENT", "RESOURCE", "FIELD", "WANT", "HAVE");
    structure.forEach(
        it -> table.row(it.environment(), it.resource(), it.field(), it.want(), it.have()));
    page.line("Not identical infrastructure:").table(2, table);
  }
}
