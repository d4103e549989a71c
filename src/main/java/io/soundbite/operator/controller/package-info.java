/**
 * The thin controller: facts, rollout, blueprint, observe, plan, execute, status, in this order.
 */
@NullMarked
package io.soundbite.operator.controller;

import org.jspecify.annotations.NullMarked;
