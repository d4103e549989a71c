package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Hash;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that would be done, as one thing that can be shown and agreed to.
 *
 * @param steps all of them, those that write nothing included
 * @param release the release that would be rolled out, as {@code 1.4.2@sha256:…}
 */
public record Plan(List<Step> steps, Optional<String> release) {
  private static final String RELEASE = "Release ";

  public Plan {
    steps = List.copyOf(steps);
  }

  /** The steps that would write. */
  public List<Step> writes() {
    return steps.stream().filter(Step::writes).toList();
  }

  /** The same without what the creation of {@code begun} still lacks. */
  public Plan without(Set<Key> begun) {
    return new Plan(
        steps.stream().filter(step -> !Consent.completes(step, begun)).toList(), release);
  }

  /** Whether there is nothing to agree to. */
  public boolean isEmpty() {
    return writes().isEmpty() && release.isEmpty();
  }

  /** Names this plan and no other: what would be done to what is there. */
  public String hash() {
    return hash(
        Stream.concat(writes().stream().map(Plan::whole), release.stream())
            .sorted()
            .collect(Collectors.joining("\n")));
  }

  /**
   * What agreeing to it agrees to, part by part: a step that was done in part, or has to wait for
   * another, is still agreed to.
   */
  public Set<String> fingerprints() {
    return Stream.concat(
            writes().stream().flatMap(step -> parts(step).stream()),
            release.map(Plan::ofRelease).stream())
        .collect(Collectors.toSet());
  }

  /** The fingerprint of rolling out {@code release}. */
  public static String ofRelease(String release) {
    return hash(RELEASE + release);
  }

  /** The fingerprints of one step: of what it leads to, wherever it starts from. */
  static Set<String> parts(Step step) {
    return switch (step) {
      case Step.Update(var change) ->
          change.diffs().stream()
              .map(diff -> hash("Update " + key(step) + target(diff)))
              .collect(Collectors.toSet());
      case Step.Create create -> Set.of(hash(whole(create)));
      default -> Set.of(hash(step.getClass().getSimpleName() + " " + key(step)));
    };
  }

  private static String whole(Step step) {
    return switch (step) {
      case Step.Create(var want) -> "Create " + Value.whole(want);
      case Step.Update(var change) ->
          change.diffs().stream()
              .map(diff -> Value.whole(diff.have()) + target(diff))
              .collect(Collectors.joining("\n", "Update " + key(step), ""));
      case Step.Delete delete -> "Delete " + Value.whole(delete);
      case Step.Release released -> "Leave " + Value.whole(released);
      case Step.Keep keep -> "";
      case Step.Blocked blocked -> "";
    };
  }

  private static String key(Step step) {
    return Value.whole(step.key());
  }

  private static String target(FieldDiff diff) {
    return " %s -> %s".formatted(Value.whole(diff.path()), Value.whole(diff.want()));
  }

  private static String hash(String text) {
    return Hash.of(new Tree.Str(text));
  }
}
