package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the blueprint of every valid environment. */
class BlueprintTest {
  private static final Map<Stack, Long> AWS_RESOURCES =
      Map.of(
          Stack.DATABASE, 5L,
          Stack.STORAGE, 3L,
          Stack.QUEUE, 8L,
          Stack.COMPUTE, 8L,
          Stack.API, 7L);
  private static final List<String> STAGING = paths(Example.STAGING.blueprint());

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void resourcesAreTheSameEverywhere(@ForAll("inputs") Inputs inputs) {
    var resources = inputs.blueprint();

    assertThat(paths(resources)).isEqualTo(STAGING).doesNotHaveDuplicates();
    assertThat(
            resources.stream()
                .filter(resource -> !(resource instanceof KubeObject))
                .collect(
                    Collectors.groupingBy(
                        resource -> resource.key().stack(), Collectors.counting())))
        .isEqualTo(AWS_RESOURCES);
    assertThat(resources.stream().filter(CloudWatchAlarm.class::isInstance)).hasSize(17);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void sameInputGivesEqualOutput(@ForAll("inputs") Inputs inputs) {
    assertThat(inputs.blueprint()).isEqualTo(inputs.blueprint());
  }

  /** Renaming an environment renames its resources and nothing else. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void namesArePutInAndNothingElse(@ForAll("inputs") Inputs inputs) {
    var one = named(inputs, "alpha0q-name", "alpha0q-environment", "alpha0q-prefix");
    var other = named(inputs, "beta7z-name", "beta7z-environment", "beta7z-prefix");

    assertThat(text(other)).isEqualTo(text(one).replace("alpha0q", "beta7z"));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void namesAreLegal(@ForAll("inputs") Inputs inputs) {
    assertThat(inputs.blueprint())
        .allSatisfy(
            resource ->
                assertThat(resource.key().name()).matches(NameRules.of(resource.getClass())));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void namesDoNotCollide(@ForAll("inputs") Inputs inputs) {
    assertThat(inputs.blueprint())
        .extracting(
            resource ->
                (resource instanceof KubeObject
                        ? resource.key().id().replaceAll("/.*", "")
                        : resource.getClass().getSimpleName())
                    + " "
                    + resource.key().name())
        .doesNotHaveDuplicates();
  }

  @Provide
  Arbitrary<Inputs> inputs() {
    return Field.inputs();
  }

  private static List<String> paths(List<Desired> resources) {
    return resources.stream().map(resource -> resource.key().path()).sorted().toList();
  }

  private static Inputs named(Inputs inputs, String name, String environment, String prefix) {
    return inputs
        .with(Field.NAME, name)
        .with(Field.ENVIRONMENT, environment)
        .with(Field.PREFIX, prefix);
  }

  /** Hashes are left out: they follow what is compared anyway. */
  private static String text(Inputs inputs) {
    return GoldenFile.byKind(inputs.blueprint()).values().stream()
        .collect(Collectors.joining("\n"))
        .replaceAll("soundbite.io/(config|release): .*", "");
  }
}
