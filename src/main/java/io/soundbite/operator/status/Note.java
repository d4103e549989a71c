package io.soundbite.operator.status;

/**
 * An Event to record.
 *
 * @param warning whether a person should look at it
 * @param reason CamelCase
 */
public record Note(boolean warning, String reason, String message) {}
