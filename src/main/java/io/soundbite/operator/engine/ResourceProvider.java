package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Reads and writes one kind of resource in one place (an AWS account and region, or the cluster).
 * Every write is safe to repeat. Failures are values; nothing is thrown but bugs.
 */
public interface ResourceProvider<D extends Desired> {

  /** The kind it is for. */
  Class<D> kind();

  /** Reads all of {@code wants}, of any number of environments; every key gets an answer. */
  Map<Key, Observation<D>> observe(List<D> wants);

  /**
   * The same.
   *
   * @param told each answer as soon as it is known, on any thread
   */
  default void observe(List<D> wants, BiConsumer<Key, Observation<D>> told) {
    observe(wants).forEach(told);
  }

  /**
   * How long readings may still show what was there before {@code step}, by the service's own word;
   * zero when it says nothing.
   */
  default Duration settles(Step step) {
    return Duration.ZERO;
  }

  /**
   * What the creating call alone makes of {@code want}, where others write the rest: for a while
   * readings may show that. All of it, where one call does.
   */
  default D made(D want) {
    return want;
  }

  /** Makes the resource; the owner is given in the creating call where the service takes it. */
  Progress create(D want);

  /** Puts the differing fields right. */
  Progress update(Change<D> change);

  /**
   * Removes the resource.
   *
   * @param withData whether data in it may be destroyed; without, a resource that holds data stays
   *     and the answer is Wait or Failed with the reason
   */
  Progress delete(D have, boolean withData);

  /** Leaves the resource to nobody: the owner's tag makes way for retained-by. */
  Progress release(D have, Owner owner);
}
