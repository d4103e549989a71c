package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.ResourceProvider;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** Gives an {@link AwsKind} the engine's contract: fans reads out, turns exceptions into values. */
public final class AwsProvider<D extends Desired> implements ResourceProvider<D> {
  private final AwsKind<D> kind;
  private final Clock clock;

  public AwsProvider(AwsKind<D> kind, Clock clock) {
    this.kind = kind;
    this.clock = clock;
  }

  @Override
  public Class<D> kind() {
    return kind.type();
  }

  @Override
  public Map<Key, Observation<D>> observe(List<D> wants) {
    return switch (kind) {
      case AwsKind.Single<D> single -> each(single, wants);
      case AwsKind.Listed<D> listed -> all(listed, wants);
    };
  }

  @Override
  public Progress create(D want) {
    return guarded(want.key(), () -> kind.create(want));
  }

  @Override
  public Progress update(Change<D> change) {
    return guarded(change.want().key(), () -> kind.update(change));
  }

  @Override
  public Progress delete(D have, boolean withData) {
    return guarded(have.key(), () -> kind.delete(have, withData));
  }

  @Override
  public Progress release(D have, Owner owner) {
    return guarded(have.key(), () -> kind.release(have, owner));
  }

  private Map<Key, Observation<D>> each(AwsKind.Single<D> single, List<D> wants) {
    try (ExecutorService reads = Executors.newVirtualThreadPerTaskExecutor()) {
      var pending = new HashMap<Key, Future<Observation<D>>>();
      wants.forEach(want -> pending.put(want.key(), reads.submit(() -> one(single, want))));
      var seen = new HashMap<Key, Observation<D>>();
      pending.forEach((key, future) -> seen.put(key, Futures.join(future)));
      return seen;
    }
  }

  private Observation<D> one(AwsKind.Single<D> single, D want) {
    try {
      return observation(single.read(want));
    } catch (SdkException e) {
      return new Observation.Unknown<>(AwsErrors.failure(e, want.key()), clock.instant());
    }
  }

  private Map<Key, Observation<D>> all(AwsKind.Listed<D> listed, List<D> wants) {
    var seen = new HashMap<Key, Observation<D>>();
    try {
      var found = listed.read(wants);
      wants.forEach(
          want -> seen.put(want.key(), observation(Optional.ofNullable(found.get(want.key())))));
    } catch (SdkException e) {
      wants.forEach(
          want ->
              seen.put(
                  want.key(),
                  new Observation.Unknown<>(AwsErrors.failure(e, want.key()), clock.instant())));
    }
    return seen;
  }

  private Observation<D> observation(Optional<Found<D>> found) {
    var now = clock.instant();
    return found
        .<Observation<D>>map(it -> new Observation.Present<>(it.have(), it.ownership(), now))
        .orElseGet(() -> new Observation.Absent<>(now));
  }

  private static Progress guarded(Key key, Supplier<Progress> write) {
    try {
      return write.get();
    } catch (SdkException e) {
      return new Progress.Failed(AwsErrors.failure(e, key));
    }
  }
}
