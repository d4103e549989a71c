package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Answers that come from afar, asked for beside the reconcile thread: an absent endpoint never
 * delays what does not need it. The asker is woken when the answer is there.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
public final class Lookups<Q, A> {

  /** What is known right now. */
  public sealed interface Answer<A> {
    /** The answer, and until when it may be used. */
    record Known<A>(A value, Instant until) implements Answer<A> {}

    /** Being asked; the asker will be woken. */
    record Pending<A>() implements Answer<A> {}
  }

  private final Function<Q, A> source;
  private final Function<A, Duration> goodFor;
  private final Consumer<Owner> wake;
  private final Clock clock;
  private final ConcurrentMap<Q, Answer<A>> answers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Q, Set<Owner>> askers = new ConcurrentHashMap<>();

  /**
   * @param source asks; blocking; failures are answers too
   * @param goodFor how long an answer may be used, failures included
   * @param wake told who asked, when the answer is there
   */
  public Lookups(
      Function<Q, A> source, Function<A, Duration> goodFor, Consumer<Owner> wake, Clock clock) {
    this.source = source;
    this.goodFor = goodFor;
    this.wake = wake;
    this.clock = clock;
  }

  /** The answer if it is known, or Pending, with the question on its way. */
  public Answer<A> ask(Q question, Owner asker) {
    askers.computeIfAbsent(question, any -> ConcurrentHashMap.newKeySet()).add(asker);
    return answers.compute(
        question,
        (any, answer) -> {
          if (answer != null && usable(answer)) {
            return answer;
          }
          Thread.ofVirtual().name("lookup").start(() -> fetch(question));
          return new Answer.Pending<>();
        });
  }

  private boolean usable(Answer<A> answer) {
    return switch (answer) {
      case Answer.Pending<A>() -> true;
      case Answer.Known<A>(var value, var until) -> clock.instant().isBefore(until);
    };
  }

  private void fetch(Q question) {
    try {
      var value = source.apply(question);
      answers.put(question, new Answer.Known<>(value, clock.instant().plus(goodFor.apply(value))));
    } catch (RuntimeException e) {
      answers.remove(question);
      throw e;
    } finally {
      Optional.ofNullable(askers.remove(question)).orElse(Set.of()).forEach(wake);
    }
  }
}
