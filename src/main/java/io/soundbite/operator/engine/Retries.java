package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers refused writes, and when each may be tried again: after two seconds, then twice as long
 * each time, up to half a minute. Another wanted value is tried at once.
 */
public record Retries(Map<Key, Retry> refused) {
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration UNASKED = Duration.ofHours(2);

  /**
   * A refused write.
   *
   * @param asked what was to be written
   * @param attempts how often it was refused
   */
  public record Retry(Object asked, int attempts, Failure failure, Instant notBefore) {}

  public Retries {
    refused = Map.copyOf(refused);
  }

  /** Nothing was refused yet. */
  public static Retries none() {
    return new Retries(Map.of());
  }

  /** Returns the retries after {@code step} was refused; a conflict is none: it is read again. */
  public Retries failed(Step step, Failure failure, Instant now) {
    if (failure.kind() == Failure.Kind.CONFLICT) {
      return this;
    }
    var asked = asked(step);
    var before = refused.get(step.key());
    var attempts = before != null && before.asked().equals(asked) ? before.attempts() + 1 : 1;
    var next = new HashMap<>(refused);
    next.put(step.key(), new Retry(asked, attempts, failure, now.plus(pause(attempts))));
    return new Retries(next);
  }

  /** Returns the retries after {@code key} was written. */
  public Retries done(Key key) {
    var next = new HashMap<>(refused);
    next.remove(key);
    return new Retries(next);
  }

  /**
   * Returns the retries without what {@code plan} shows to be done, or nobody asks for any more.
   */
  public Retries seen(List<Step> plan, Instant now) {
    var next = new HashMap<>(refused);
    plan.stream().filter(Step.Keep.class::isInstance).map(Step::key).forEach(next::remove);
    next.values().removeIf(it -> now.isAfter(it.notBefore().plus(UNASKED)));
    return new Retries(next);
  }

  /** Returns the steps, with those held back whose next try is not due. */
  public List<Step> hold(List<Step> plan, Instant now) {
    return plan.stream().map(step -> held(step, now)).toList();
  }

  /** Returns when the next try is due. */
  public Optional<Instant> until(Instant now) {
    return refused.values().stream()
        .map(Retry::notBefore)
        .filter(now::isBefore)
        .min(Instant::compareTo);
  }

  private Step held(Step step, Instant now) {
    var retry = refused.get(step.key());
    return retry != null
            && step.writes()
            && now.isBefore(retry.notBefore())
            && retry.asked().equals(asked(step))
        ? held(step, retry.failure())
        : step;
  }

  private static Step held(Step step, Failure failure) {
    var diffs = step instanceof Step.Update(var change) ? change.diffs() : List.<FieldDiff>of();
    return new Step.Blocked(
        step.key(), failure.kind().reason(), failure.sentence(), diffs, step.after());
  }

  private static Object asked(Step step) {
    return switch (step) {
      case Step.Create(var want) -> want;
      case Step.Update(var change) -> change.want();
      case Step.Delete(var have, var withData) -> have.key();
      case Step.Release(var have) -> have.key();
      case Step.Keep(var key) -> key;
      case Step.Blocked blocked -> blocked.key();
    };
  }

  private static Duration pause(int attempts) {
    var grown = FIRST.multipliedBy(1L << Math.min(attempts - 1, 10));
    return grown.compareTo(LONGEST) > 0 ? LONGEST : grown;
  }
}
