/**
 * {@code kubectl sbenv}: environments as people and CI ask after them. A plain program on the
 * operator's jars; it reads custom resources and their status, and writes nothing.
 */
@NullMarked
package io.soundbite.operator.cli;

import org.jspecify.annotations.NullMarked;
