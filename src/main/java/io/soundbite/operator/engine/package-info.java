/**
 * Observe, plan, execute: one small contract for every kind of resource.
 *
 * <p>An observation is Absent, Present or Unknown; the planner turns desired and observed into
 * steps; the executor runs steps along their dependencies.
 */
@NullMarked
package io.soundbite.operator.engine;

import org.jspecify.annotations.NullMarked;
