/**
 * Whether a release may go live, and what an environment has verified: pure decisions from what is
 * recorded here and in the environment before.
 *
 * <p>Gates hold back releases only. Each says why it is shut and what opens it.
 */
@NullMarked
package io.soundbite.operator.promotion;

import org.jspecify.annotations.NullMarked;
