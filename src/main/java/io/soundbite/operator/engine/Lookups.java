package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Owner;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers that come from afar, asked for beside the reconcile thread: an absent endpoint never
 * delays what does not need it. The asker is woken when the answer is there.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
public final class Lookups<Q, A> {
  private static final System.Logger LOG = System.getLogger(Lookups.class.getName());
  private static final Duration AFTER_A_BUG = Duration.ofSeconds(10);

  /** With the pauses between them ten minutes in all. */
  private static final int ATTEMPTS = 6;

  /** For so long after its time an answer is remembered for who asks again. */
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  /** What is known right now. */
  public sealed interface Answer<A> {
    /** The answer, or the one before while it is asked for again; empty without any. */
    default Optional<A> latest() {
      return switch (this) {
        case Known<A>(var value, var until) -> Optional.of(value);
        case Pending<A>(var former) -> former;
      };
    }

    /** When to ask again; empty while it is being asked, since the asker is woken. */
    default Optional<Instant> due() {
      return this instanceof Known<A>(var value, var until) ? Optional.of(until) : Optional.empty();
    }

    /** The answer, and until when it may be used. */
    record Known<A>(A value, Instant until) implements Answer<A> {}

    /**
     * Being asked; the asker will be woken.
     *
     * @param former the answer before, whose time is up; empty when there was none of late
     */
    record Pending<A>(Optional<A> former) implements Answer<A> {
      /** Asked for the first time. */
      public Pending() {
        this(Optional.empty());
      }
    }
  }

  /**
   * A question as it stands: answered, or being asked.
   *
   * @param waiting who is to be woken when it is answered
   * @param askers all that have asked it
   */
  private record Matter<A>(Answer<A> answer, Set<Owner> waiting, Set<Owner> askers) {
    Matter<A> with(Owner asker) {
      var waits = answer instanceof Answer.Pending<A>;
      return askers.contains(asker) && (!waits || waiting.contains(asker))
          ? this
          : new Matter<>(answer, waits ? plus(waiting, asker) : waiting, plus(askers, asker));
    }

    /** Null when no other has asked. */
    @Nullable Matter<A> without(Owner asker) {
      var others = minus(askers, asker);
      return others.isEmpty() && !askers.isEmpty()
          ? null
          : new Matter<>(answer, minus(waiting, asker), others);
    }

    private static Set<Owner> plus(Set<Owner> some, Owner one) {
      var more = new HashSet<>(some);
      more.add(one);
      return Set.copyOf(more);
    }

    private static Set<Owner> minus(Set<Owner> some, Owner one) {
      var fewer = new HashSet<>(some);
      fewer.remove(one);
      return Set.copyOf(fewer);
    }
  }

  private final Function<Q, A> source;
  private final Function<A, Duration> goodFor;
  private final Consumer<Owner> wake;
  private final Clock clock;
  private final Duration pause;
  private final ConcurrentMap<Q, Matter<A>> matters = new ConcurrentHashMap<>();

  /**
   * @param source asks; blocking; failures are answers too
   * @param goodFor how long an answer may be used, failures included
   * @param wake told who asked, when the answer is there
   */
  public Lookups(
      Function<Q, A> source, Function<A, Duration> goodFor, Consumer<Owner> wake, Clock clock) {
    this(source, goodFor, wake, clock, AFTER_A_BUG);
  }

  /**
   * @param pause before a source that threw is asked again
   */
  Lookups(
      Function<Q, A> source,
      Function<A, Duration> goodFor,
      Consumer<Owner> wake,
      Clock clock,
      Duration pause) {
    this.source = source;
    this.goodFor = goodFor;
    this.wake = wake;
    this.clock = clock;
    this.pause = pause;
  }

  /** Asks beforehand what will be asked for. */
  public void prepare(Q question) {
    matters.computeIfAbsent(question, any -> begun(question, Optional.empty(), Set.of()));
  }

  /** The same for {@code asker}, with whom the question is forgotten. */
  public void prepare(Q question, Owner asker) {
    matters.computeIfAbsent(question, any -> begun(question, Optional.empty(), Set.of(asker)));
  }

  /** The answer if it is known, or Pending, with the question on its way. */
  public Answer<A> ask(Q question, Owner asker) {
    // One atomic step, so that an asker is either answered or among those who are woken.
    return matters
        .compute(
            question,
            (any, before) -> {
              if (before == null || isOver(before, Duration.ZERO)) {
                var askers = before == null ? Set.<Owner>of() : before.askers();
                return begun(question, former(before), askers).with(asker);
              }
              return before.with(asker);
            })
        .answer();
  }

  /** Forgets an environment that is gone, and what only it has asked. */
  public void forget(Owner asker) {
    matters
        .keySet()
        .forEach(question -> matters.computeIfPresent(question, (any, it) -> it.without(asker)));
  }

  private Matter<A> begun(Q question, Optional<A> former, Set<Owner> askers) {
    Thread.ofVirtual().name("lookup").start(() -> fetch(question));
    return new Matter<>(new Answer.Pending<>(former), Set.of(), askers);
  }

  private Optional<A> former(@Nullable Matter<A> matter) {
    return matter != null
            && matter.answer() instanceof Answer.Known<A>(var value, var until)
            && !isOver(matter, REMEMBERED)
        ? Optional.of(value)
        : Optional.empty();
  }

  /** Whether an answer's time is up, and has been {@code since}. */
  private boolean isOver(Matter<A> matter, Duration since) {
    return matter.answer() instanceof Answer.Known<A>(var value, var until)
        && !clock.instant().isBefore(until.plus(since));
  }

  private void fetch(Q question) {
    var answer = answer(question);
    matters.values().removeIf(it -> isOver(it, REMEMBERED));
    var waiting = new AtomicReference<>(Set.<Owner>of());
    matters.computeIfPresent(
        question,
        (any, before) -> {
          waiting.set(before.waiting());
          return answer.map(it -> new Matter<>(it, Set.of(), before.askers())).orElse(null);
        });
    Objects.requireNonNull(waiting.get()).forEach(wake);
  }

  /**
   * Asks again after pauses that double when the source throws. In the end it is given up on: who
   * asked is woken, and asks again if the answer is still needed. Empty too when no asker is left.
   */
  private Optional<Answer<A>> answer(Q question) {
    var attempt = 0;
    do {
      try {
        var value = source.apply(question);
        return Optional.of(new Answer.Known<>(value, clock.instant().plus(goodFor.apply(value))));
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, () -> "a bug, met when asking for " + question, e);
        LockSupport.parkNanos(this, pause.multipliedBy(1L << attempt).toNanos());
      }
      attempt++;
    } while (attempt < ATTEMPTS && matters.containsKey(question));
    return Optional.empty();
  }
}
