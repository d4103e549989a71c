package io.soundbite.operator.migration;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.HoldsData;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What else is to be known of a migration, in sentences. */
record MigrationNotes(
    Environment environment,
    boolean isLive,
    Classifier classifier,
    List<FormerStack> stacks,
    List<Desired> created) {

  List<String> all() {
    return Stream.of(downgrades(), empty(), serving()).flatMap(it -> it).toList();
  }

  private Stream<String> downgrades() {
    return present().flatMap(it -> downgrade(it).stream());
  }

  /** CDK applications tend to have in every environment what here comes with a feature. */
  private Optional<String> downgrade(StackResource resource) {
    return classifier
        .match(resource)
        .flatMap(
            wanted -> {
              var lost = lost(resource.properties(), wanted);
              return lost.isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      ("%s has %s, which the environment is not given without the feature backup:"
                              + " Downgrade in the plan, which keeps it. Add backup to"
                              + " spec.features, or permit the change with"
                              + " soundbite.io/allow-downgrade.")
                          .formatted(wanted.key().path(), lost));
            });
  }

  private static String lost(Tree.Obj properties, Desired wanted) {
    var guards =
        switch (wanted) {
          case DynamoTable table ->
              Stream.of(
                  guard(
                      "point-in-time recovery",
                      properties
                          .object("PointInTimeRecoverySpecification")
                          .get("PointInTimeRecoveryEnabled"),
                      table.pointInTimeRecovery()),
                  guard(
                      "deletion protection",
                      properties.get("DeletionProtectionEnabled"),
                      table.deletionProtection()));
          case S3Bucket bucket ->
              Stream.of(
                  guard(
                      "versioning",
                      properties.object("VersioningConfiguration").get("Status"),
                      bucket.versioning()));
          default -> Stream.<String>of();
        };
    return guards.filter(it -> !it.isEmpty()).collect(Collectors.joining(" and "));
  }

  private static String guard(String name, @Nullable Tree set, @Nullable Boolean wanted) {
    var isOn =
        switch (set) {
          case Tree.Bool(var value) -> value;
          case Tree.Str(var value) -> value.equals("true") || value.equals("Enabled");
          case null, default -> false;
        };
    return isOn && Boolean.FALSE.equals(wanted) ? name : "";
  }

  private Stream<String> empty() {
    return isLive
        ? Stream.of()
        : created.stream()
            .filter(HoldsData.class::isInstance)
            .map(
                it ->
                    ("No stack has %s: unless it is there already, %s is created, and is empty."
                            + " Data under another name has to be copied first.")
                        .formatted(it.key().name(), it.key().path()));
  }

  private Stream<String> serving() {
    return present()
        .filter(ResourceTypes::serves)
        .map(
            it ->
                ("If %s (%s) serves the API, there is no Service to hand over: switch the domain %s"
                        + " when the environment is Ready, and before the stack is deleted.")
                    .formatted(it.name(), it.type(), environment.host()));
  }

  private Stream<StackResource> present() {
    return stacks.stream().filter(it -> !it.isDeleted()).flatMap(it -> it.resources().stream());
  }
}
