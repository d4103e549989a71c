package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How one kind of AWS resource is read and written: the calls themselves, which may throw the SDK's
 * exceptions. {@link AwsProvider} turns those into values, once for all kinds.
 */
public sealed interface AwsKind<D extends Desired> {

  /** The kind it is for. */
  Class<D> type();

  /** As {@link io.soundbite.operator.engine.ResourceProvider#settles}. */
  default Duration settles(Step step) {
    return Duration.ZERO;
  }

  /** As {@link io.soundbite.operator.engine.ResourceProvider#made}. */
  default D made(D want) {
    return want;
  }

  /** The resource whose owner is this one's: itself, where it can be tagged. */
  default Key owned(D resource) {
    return resource.key();
  }

  /** Makes the resource complete, the owner in the creating call; safe to repeat. */
  Progress create(D want);

  /** Puts the differing fields right, by the calls their paths choose. */
  Progress update(Change<D> change);

  /** As {@link io.soundbite.operator.engine.ResourceProvider#delete}; absent is success. */
  Progress delete(D have, boolean withData);

  /** Replaces the owner's tag by retained-by; nothing for what can't be tagged. */
  Progress release(D have, Owner owner);

  /** A kind that AWS describes one at a time. */
  non-sealed interface Single<D extends Desired> extends AwsKind<D> {
    /** Reads the one that {@code want} names; empty when it is certainly not there. */
    Optional<Found<D>> read(D want);
  }

  /** A kind that AWS lists: one pass over the pages serves all environments. */
  non-sealed interface Listed<D extends Desired> extends AwsKind<D> {
    /**
     * Lists {@code wants}; what has no entry in the answer is certainly not there. What a listing
     * does not show of a resource is read when its entry is asked.
     */
    Map<Key, Supplier<Found<D>>> read(List<D> wants);
  }
}
