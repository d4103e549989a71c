package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Attempts.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the writes of each field that were accepted and did not last: somebody changes the field
 * back, or admission changes it within the write. Such a field is left alone for a while that
 * grows; the rest of its resource is written all the same.
 *
 * @param written by resource and path of the field; {@code /} for the resource as a whole
 */
public record Contest(Map<Key, Map<String, Attempts>> written) {
  private static final String WHOLE = "/";

  /** A field that was right for so long is not contested any more. */
  private static final Duration RIGHT = Duration.ofMinutes(10);

  /** What is not looked at any more, such as a Job that is over, is forgotten after that. */
  private static final Duration UNSEEN = Duration.ofHours(2);

  public Contest {
    written =
        written.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> Map.copyOf(it.getValue())));
  }

  /** Nothing was written yet. */
  public static Contest none() {
    return new Contest(Map.of());
  }

  /**
   * Returns the contest after {@code step} was done at {@code now}.
   *
   * @param altered what the answer to the write shows otherwise than it was sent
   */
  public Contest wrote(Step step, List<FieldDiff> altered, Instant now) {
    var before = written.getOrDefault(step.key(), Map.of());
    var fields = new HashMap<>(before);
    switch (step) {
      case Step.Create(var want) ->
          fields.put(WHOLE, Attempts.more(before.get(WHOLE), want, Outcome.CREATED, now));
      case Step.Update(var change) ->
          change.diffs().forEach(diff -> fields.put(diff.path(), accepted(before, diff, now)));
      case Step.Delete delete -> fields.clear();
      case Step.Release release -> fields.clear();
      case Step.Keep keep -> {}
      case Step.Blocked blocked -> {}
    }
    // Of the resource, not of the field: what admission makes up may have another name each time.
    var rounds =
        1
            + before.values().stream()
                .filter(it -> it.outcome() == Outcome.ALTERED)
                .mapToInt(Attempts::count)
                .max()
                .orElse(0);
    altered.forEach(
        diff ->
            fields.put(
                diff.path(), new Attempts(diff.want(), Outcome.ALTERED, rounds, now, false)));
    return with(Map.of(step.key(), fields));
  }

  private static Attempts accepted(Map<String, Attempts> before, FieldDiff diff, Instant now) {
    return Attempts.more(before.get(diff.path()), diff.want(), Outcome.ACCEPTED, now);
  }

  /** Returns the contest without what {@code plan}, made at {@code now}, shows to be settled. */
  public Contest seen(List<Step> plan, Evidence evidence, Instant now) {
    var steps = plan.stream().collect(Collectors.toMap(Step::key, it -> it, (one, two) -> one));
    var next = new HashMap<Key, Map<String, Attempts>>();
    written.forEach(
        (key, fields) -> {
          var differing =
              Optional.ofNullable(steps.get(key))
                  .filter(any -> evidence.isRead(key))
                  .flatMap(Contest::differing);
          var kept = new HashMap<>(fields);
          kept.entrySet()
              .removeIf(
                  it ->
                      differing
                          .map(
                              paths ->
                                  !paths.contains(it.getKey()) && it.getValue().isOlder(RIGHT, now))
                          .orElseGet(() -> it.getValue().isOlder(UNSEEN, now)));
          next.put(key, kept);
        });
    return with(next);
  }

  /** Returns the steps without the contested fields, which are left as they are. */
  public List<Step> hold(List<Step> plan, Evidence evidence, Instant now) {
    return plan.stream().map(step -> held(step, evidence, now)).toList();
  }

  /** Returns when the next contested field may be written again. */
  public Optional<Instant> until(Instant now) {
    return written.values().stream()
        .flatMap(fields -> fields.values().stream())
        .map(Attempts::until)
        .filter(now::isBefore)
        .min(Instant::compareTo);
  }

  /** Returns the contest with all of it to be tried again soon, and nothing forgotten. */
  public Contest asked() {
    var next = new HashMap<Key, Map<String, Attempts>>();
    written.forEach(
        (key, fields) ->
            next.put(
                key,
                fields.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().asked()))));
    return new Contest(next);
  }

  private Step held(Step step, Evidence evidence, Instant now) {
    var fields = written.getOrDefault(step.key(), Map.of());
    return switch (step) {
      case Step.Create(var want) when holds(fields, WHOLE, want, now) ->
          Step.Blocked.of(
              want, Step.CONTESTED, new ContestWords(step.key(), fields, evidence).gone(WHOLE));
      case Step.Update(var change) -> {
        var contested =
            change.diffs().stream()
                .filter(diff -> holds(fields, diff.path(), diff.want(), now))
                .toList();
        yield contested.isEmpty()
            ? step
            : rest(change, contested)
                .orElseGet(
                    () ->
                        Step.Blocked.of(
                            change.want(),
                            Step.CONTESTED,
                            new ContestWords(step.key(), fields, evidence).of(contested),
                            change.diffs()));
      }
      case Step.Create create -> step;
      case Step.Delete delete -> step;
      case Step.Release release -> step;
      case Step.Keep keep -> step;
      case Step.Blocked blocked -> step;
    };
  }

  private static boolean holds(
      Map<String, Attempts> fields, String path, @Nullable Object want, Instant now) {
    var attempts = fields.get(path);
    return attempts != null && attempts.holds(want, now);
  }

  /** Writes are of whole documents: what is left as it is has to be part of them. */
  private static Optional<Step> rest(Change<?> change, List<FieldDiff> contested) {
    var paths = contested.stream().map(FieldDiff::path).collect(Collectors.toSet());
    var target = new Overlay(paths).of(change.want(), change.have());
    var diffs = Difference.between(target, change.have());
    return diffs.isEmpty()
        ? Optional.empty()
        : Optional.of(new Step.Update(new Change<>(target, change.have(), diffs, change.kept())));
  }

  /** The fields that {@code step} shows to differ; empty when it shows nothing of them. */
  private static Optional<Set<String>> differing(Step step) {
    return switch (step) {
      case Step.Create create -> Optional.of(Set.of(WHOLE));
      case Step.Update(var change) ->
          Optional.of(
              Stream.concat(change.diffs().stream(), change.kept().stream())
                  .map(FieldDiff::path)
                  .collect(Collectors.toSet()));
      case Step.Blocked blocked ->
          blocked.diffs().isEmpty() ? Optional.empty() : Optional.of(paths(blocked.diffs()));
      case Step.Keep keep -> Optional.of(Set.of());
      case Step.Delete delete -> Optional.of(Set.of());
      case Step.Release release -> Optional.of(Set.of());
    };
  }

  private static Set<String> paths(List<FieldDiff> diffs) {
    return diffs.stream().map(FieldDiff::path).collect(Collectors.toSet());
  }

  private Contest with(Map<Key, Map<String, Attempts>> changed) {
    var next = new HashMap<>(written);
    next.putAll(changed);
    next.values().removeIf(Map::isEmpty);
    return new Contest(next);
  }
}
