package io.soundbite.operator.cli;

/**
 * How a change ended.
 *
 * @param done whether it is wholly live, or, when nobody waited for that, written
 */
record Ending(boolean done, String message) {}
