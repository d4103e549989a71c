package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Key;
import org.jspecify.annotations.Nullable;

/**
 * One field of a live resource that is not as declared, although it had been.
 *
 * @param field path of the field; {@code /} for the resource as a whole
 * @param want as people read it; null when the field should not be there
 * @param have as people read it; null when it is not there
 * @param held why nothing is done about it, as {@code Planned} or {@code DataLoss}; null when it is
 *     being put right
 */
public record Drift(
    Key key, String field, @Nullable String want, @Nullable String have, @Nullable String held) {}
