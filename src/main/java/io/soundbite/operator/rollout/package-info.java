/**
 * How a release takes over from the one before: pure decisions from what is recorded and what is
 * seen.
 *
 * <p>{@link io.soundbite.operator.rollout.Rollout} decides, and its table says what leads from step
 * to step; {@code Occupancy} says what the slots hold, {@code Failing} why a release can't go on,
 * and {@code Ledger} how a decision is written down.
 *
 * <p>Only what is recorded in status is acted on: a decision is written first and carried out in
 * the next turn, so a crash between the two loses nothing.
 */
@NullMarked
package io.soundbite.operator.rollout;

import org.jspecify.annotations.NullMarked;
