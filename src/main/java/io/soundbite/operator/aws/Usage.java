package io.soundbite.operator.aws;

import java.time.Instant;

/**
 * How far a quota is used.
 *
 * @param used how many there were
 * @param limit how many there may be
 * @param asOf when counting began
 */
public record Usage(long used, long limit, Instant asOf) {}
