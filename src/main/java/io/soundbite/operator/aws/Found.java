package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.engine.Ownership;

/** A resource as it is, and whose it is. */
public record Found<D extends Desired>(D have, Ownership ownership) {}
