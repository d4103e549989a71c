package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.engine.ComponentPlaces;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Mutation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cases of {@link AwsDriftIT} leave nothing out. */
class AwsMutationsTest {
  private static final Facts FACTS =
      new Facts(
          "123456789012",
          "aws",
          "amazonaws.com",
          "us-east-1",
          null,
          null,
          "oidc",
          Installation.of("here").with(AwsEnvironments.podIdentity("123456789012")));
  private static final AwsMutations MUTATIONS =
      new AwsMutations(AwsEnvironments.plain(FACTS).names());
  private static final List<Desired> WANTS =
      Stream.of(
              AwsEnvironments.full(FACTS, "arn:aws:iam::1:policy/b"), AwsEnvironments.plain(FACTS))
          .flatMap(it -> AwsEnvironments.resources(it).stream())
          .toList();
  private static final List<Desired> KEYED =
      AwsEnvironments.resources(
          AwsEnvironments.keyed(FACTS, "arn:aws:kms:us-east-1:123456789012:key/a"));
  private static final List<Mutation> ALL =
      Stream.concat(MUTATIONS.of(WANTS).stream(), MUTATIONS.ofKeys(KEYED).stream()).toList();

  @Test
  void everyComponentOfEveryKindHasACase() {
    var components =
        Stream.of(Desired.class.getPermittedSubclasses())
            .filter(kind -> !kind.equals(KubeObject.class))
            .flatMap(kind -> ComponentPlaces.of(kind.asSubclass(Desired.class)).stream())
            .filter(place -> !AwsMutations.IDENTITY.containsKey(place));

    assertThat(components)
        .allSatisfy(place -> assertThat(ALL).anyMatch(mutation -> isCase(mutation, place)));
  }

  @Test
  void everyResourceButTheAlarmsHasCases() {
    assertThat(ids(ALL.stream().map(Mutation::left)))
        .containsAll(ids(WANTS.stream().filter(want -> !want.key().id().startsWith("Alarm/"))));
  }

  @Test
  void thereAreMany() {
    assertThat(ALL.stream().filter(AwsMutations::isHealed)).hasSizeGreaterThan(80);
  }

  @Test
  void everyCaseDiffersInItsOneField() {
    assertThat(ALL)
        .filteredOn(
            mutation ->
                !Difference.between(want(mutation), mutation.left())
                    .equals(List.of(mutation.diff())))
        .isEmpty();
  }

  /** Whatever drift shows can be ignored, and is then no difference any more. */
  @Test
  void everyFieldCanBeIgnored() {
    assertThat(ALL).filteredOn(mutation -> !mutation.isIgnorableIn(want(mutation))).isEmpty();
  }

  /** An entry that nothing needs any more would hide the next mistake. */
  @Test
  void theListsHoldNothingElse() {
    assertThat(MUTATIONS.unused()).isEmpty();
    assertThat(ALL.stream().map(Mutation::id))
        .containsAll(AwsMutations.UNOBSERVABLE.keySet())
        .containsAll(AwsMutations.REFUSED.keySet());
    assertThat(ALL.stream().map(Mutation::place)).containsAll(AwsMutations.IDENTITY.keySet());
  }

  /** One that shows, or stands on the list of those that do not. */
  private static boolean isCase(Mutation mutation, String place) {
    return mutation.isIn(place)
        && (AwsMutations.isHealed(mutation)
            || mutation.diff().immutable()
            || AwsMutations.TOGETHER.containsKey(mutation.place())
            || AwsMutations.UNOBSERVABLE.containsKey(mutation.id()));
  }

  private static Desired want(Mutation mutation) {
    return Stream.of(WANTS, KEYED)
        .flatMap(List::stream)
        .filter(want -> want.key().equals(mutation.left().key()))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> ids(Stream<Desired> resources) {
    return resources
        .map(resource -> resource.key().id())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
