package io.soundbite.operator.engine;

import org.jspecify.annotations.Nullable;

/**
 * One field that is not as desired.
 *
 * @param path as {@code /redrive/maxReceives}
 * @param want null when the field should not be there
 * @param have null when it is not there
 * @param immutable whether the service cannot change it
 */
public record FieldDiff(
    String path, @Nullable Object want, @Nullable Object have, boolean immutable) {}
