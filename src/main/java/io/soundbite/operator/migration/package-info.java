/**
 * What becomes of the CloudFormation stacks that an environment was made with before, pure: which
 * of their resources the operator adopts, which it leaves behind, what it creates, and what has to
 * be done first.
 */
@NullMarked
package io.soundbite.operator.migration;

import org.jspecify.annotations.NullMarked;
