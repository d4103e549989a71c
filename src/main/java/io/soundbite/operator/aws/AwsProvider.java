package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.ResourceProvider;
import io.soundbite.operator.engine.Step;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** Gives an {@link AwsKind} the engine's contract: fans reads out, turns exceptions into values. */
public final class AwsProvider<D extends Desired> implements ResourceProvider<D> {
  private static final System.Logger LOG = System.getLogger(AwsProvider.class.getName());

  /**
   * How many resources are read at once. A reading of many environments leaves gaps for others'
   * calls, instead of queueing all its own before them.
   */
  private static final int PLACES = 16;

  /** After which a resource that is not known yet is asked for again. */
  private static final Duration KNOWN = Duration.ofSeconds(1);

  private final AwsKind<D> kind;
  private final Clock clock;
  private final TagReader tags;
  private final Unshown unshown;

  /** Of a kind that asks the service itself for all it says. */
  public AwsProvider(AwsKind<D> kind, Clock clock) {
    this(kind, clock, TagReader.service());
  }

  /**
   * @param tags what the kind reads owners from
   */
  public AwsProvider(AwsKind<D> kind, Clock clock, TagReader tags) {
    this(kind, clock, tags, new Unshown("the endpoint", line -> LOG.log(Level.INFO, line)));
  }

  /**
   * @param tags what the kind reads owners from
   * @param unshown told what the endpoint does not show
   */
  AwsProvider(AwsKind<D> kind, Clock clock, TagReader tags, Unshown unshown) {
    this.kind = kind;
    this.clock = clock;
    this.tags = tags;
    this.unshown = unshown;
  }

  @Override
  public Class<D> kind() {
    return kind.type();
  }

  @Override
  public Map<Key, Observation<D>> observe(List<D> wants) {
    var seen = new ConcurrentHashMap<Key, Observation<D>>();
    observe(wants, seen::put);
    return seen;
  }

  @Override
  public void observe(List<D> wants, BiConsumer<Key, Observation<D>> told) {
    switch (kind) {
      case AwsKind.Single<D> single -> each(wants, single::read, told);
      case AwsKind.Listed<D> listed -> {
        try {
          var found = listed.read(wants);
          each(wants, want -> Optional.ofNullable(found.get(want.key())).map(Supplier::get), told);
        } catch (SdkException e) {
          wants.forEach(want -> told.accept(want.key(), unknown(want, e)));
        }
      }
    }
  }

  @Override
  public Duration settles(Step step) {
    return kind.settles(step);
  }

  @Override
  public D made(D want) {
    return kind.made(want);
  }

  @Override
  public Progress create(D want) {
    return guarded(want.key(), () -> kind.create(want));
  }

  @Override
  public Progress update(Change<D> change) {
    return owned(change.want(), () -> kind.update(change));
  }

  @Override
  public Progress delete(D have, boolean withData) {
    return owned(have, () -> kind.delete(have, withData));
  }

  @Override
  public Progress release(D have, Owner owner) {
    return owned(have, () -> kind.release(have, owner));
  }

  /** What can't be read keeps no other from being read. */
  private void each(
      List<D> wants, Function<D, Optional<Found<D>>> read, BiConsumer<Key, Observation<D>> told) {
    var places = new Semaphore(PLACES, true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      wants.stream()
          .map(
              want ->
                  threads.submit(
                      () -> {
                        places.acquireUninterruptibly();
                        try {
                          told.accept(want.key(), one(want, read));
                        } finally {
                          places.release();
                        }
                      }))
          .toList()
          .forEach(Futures::join);
    }
  }

  private Observation<D> one(D want, Function<D, Optional<Found<D>>> read) {
    try {
      return observation(read.apply(want));
    } catch (SdkException e) {
      return unknown(want, e);
    }
  }

  private Observation<D> unknown(D want, SdkException e) {
    return new Observation.Unknown<>(AwsErrors.failure(e, want.key()), clock.instant());
  }

  private Observation<D> observation(Optional<Found<D>> found) {
    var now = clock.instant();
    found.ifPresent(unshown::note);
    return found
        .<Observation<D>>map(
            it -> new Observation.Present<>(it.have(), it.ownership(), now, it.notices()))
        .orElseGet(() -> new Observation.Absent<>(now));
  }

  /** A write to what is there: whose it is has to come from the service, not from a listing. */
  private Progress owned(D resource, Supplier<Progress> write) {
    return guarded(
        resource.key(),
        () -> tags.confirmed(kind.owned(resource)) ? write.get() : otherOwner(resource));
  }

  private static Progress otherOwner(Desired resource) {
    return new Progress.Failed(
        new Failure(
            Failure.Kind.CONFLICT,
            "tag:GetResources",
            resource.key().name(),
            "the service names another owner; it is read again"));
  }

  private static Progress guarded(Key key, Supplier<Progress> write) {
    try {
      return write.get();
    } catch (NotYetKnown e) {
      return new Progress.Wait(KNOWN, String.valueOf(e.getMessage()));
    } catch (SdkException e) {
      return new Progress.Failed(AwsErrors.failure(e, key));
    }
  }
}
