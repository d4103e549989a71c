/**
 * What each namespace may name in its environments, pure: whoever can write an environment must not
 * reach what is another team's.
 */
@NullMarked
package io.soundbite.operator.grants;

import org.jspecify.annotations.NullMarked;
