/**
 * The pure core: what an environment consists of, as immutable typed records.
 *
 * <p>Nothing here reads a clock, a network or a static. Features change values, never the set of
 * resources, so that staging and production are identical by construction.
 */
@NullMarked
package io.soundbite.operator.blueprint;

import org.jspecify.annotations.NullMarked;
