/**
 * {@code kubectl sbenv}: environments as people and CI ask after them. A plain program on the
 * operator's jars. It reads custom resources and their status; where it is told to act, it writes
 * the custom resource alone, as people do, and the operator does the rest.
 */
@NullMarked
package io.soundbite.operator.cli;

import org.jspecify.annotations.NullMarked;
