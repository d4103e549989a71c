package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ParityDifference;
import io.soundbite.operator.api.v1alpha1.ParityStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.StackStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether two environments are identical infrastructure, as the status of both tells. */
record Structure(SoundBiteEnvironment here, SoundBiteEnvironment there) {

  /** Where one of them is not as the blueprint they share, each place once. */
  List<ParityDifference> differences() {
    var places = new HashSet<List<String>>();
    return Stream.of(
            drift(here), drift(there), parity(here, there), parity(there, here), counts(), shape())
        .flatMap(it -> it)
        .filter(it -> places.add(List.of(it.environment(), it.resource(), it.field())))
        .toList();
  }

  /** Why there may be more of them. */
  List<String> unknown() {
    var reasons = new ArrayList<String>();
    for (var environment : List.of(here, there)) {
      var drift = EnvironmentStatus.of(environment).drift();
      if (!Drifted.known(drift)) {
        reasons.add("%s: drift %s.".formatted(Name.of(environment), Drifted.words(drift)));
      }
      EnvironmentStatus.of(environment).stacks().stream()
          .filter(it -> !Drifted.explains(drift, it))
          .map(
              it ->
                  "%s: %d of %d resources of %s are ready."
                      .formatted(Name.of(environment), it.ready(), it.resources(), it.name()))
          .forEach(reasons::add);
    }
    Stream.of(comparison(here, there), comparison(there, here))
        .flatMap(Optional::stream)
        .filter(it -> it.equal() == null)
        .forEach(it -> reasons.add("The operator has not compared the two yet."));
    return List.copyOf(reasons);
  }

  private static Stream<ParityDifference> drift(SoundBiteEnvironment environment) {
    var drift = EnvironmentStatus.of(environment).drift();
    return drift == null
        ? Stream.of()
        : drift.resources().stream()
            .map(
                it ->
                    new ParityDifference(
                        Name.of(environment).toString(),
                        it.resource(),
                        it.field(),
                        it.want(),
                        it.have()));
  }

  private static Stream<ParityDifference> parity(
      SoundBiteEnvironment environment, SoundBiteEnvironment other) {
    var parity = comparison(environment, other);
    if (parity.isEmpty() || !Boolean.FALSE.equals(parity.get().equal())) {
      return Stream.of();
    }
    return parity.get().differences().isEmpty()
        ? Stream.of(whole(environment, Verdict.of(environment, "Parity").text()))
        : parity.get().differences().stream();
  }

  /** {@code environment}'s comparison, when it is with {@code other}. */
  private static Optional<ParityStatus> comparison(
      SoundBiteEnvironment environment, SoundBiteEnvironment other) {
    return Optional.ofNullable(EnvironmentStatus.of(environment).parity())
        .filter(it -> Name.of(other).toString().equals(it.with()));
  }

  private Stream<ParityDifference> counts() {
    var theirs = EnvironmentStatus.of(there).stacks();
    return EnvironmentStatus.of(here).stacks().stream()
        .flatMap(
            mine ->
                theirs.stream()
                    .filter(it -> label(it).equals(label(mine)))
                    .filter(it -> !Objects.equals(it.resources(), mine.resources()))
                    .map(
                        it ->
                            new ParityDifference(
                                Name.of(there).toString(),
                                label(mine),
                                "/resources",
                                String.valueOf(mine.resources()),
                                String.valueOf(it.resources()))));
  }

  private Stream<ParityDifference> shape() {
    var mine = shape(here);
    var theirs = shape(there);
    return mine == null || theirs == null || mine.equals(theirs)
        ? Stream.of()
        : Stream.of(
            new ParityDifference(
                Name.of(there).toString(), "blueprint", "/shapeHash", mine, theirs));
  }

  private static @Nullable String shape(SoundBiteEnvironment environment) {
    var parity = EnvironmentStatus.of(environment).parity();
    return parity == null ? null : parity.shapeHash();
  }

  private static ParityDifference whole(SoundBiteEnvironment environment, String text) {
    return new ParityDifference(Name.of(environment).toString(), "environment", "/", null, text);
  }

  /** As {@code Queue}, from {@code SoundBite-staging-Queue}. */
  static String label(StackStatus stack) {
    return stack.name().substring(stack.name().lastIndexOf('-') + 1);
  }
}
