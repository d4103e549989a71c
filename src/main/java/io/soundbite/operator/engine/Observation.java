package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import java.time.Instant;

/** What was found where a resource should be. */
public sealed interface Observation<D extends Desired> {

  /** When it was read. */
  Instant asOf();

  /** Certainly not there. */
  record Absent<D extends Desired>(Instant asOf) implements Observation<D> {}

  /** There. */
  record Present<D extends Desired>(D have, Ownership ownership, Instant asOf)
      implements Observation<D> {}

  /** There, or not: it could not be read. Never leads to a create or a delete. */
  record Unknown<D extends Desired>(Failure failure, Instant asOf) implements Observation<D> {}
}
