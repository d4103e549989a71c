package io.soundbite.operator.aws;

/**
 * Something done to a resource that changes how the service shows it, and not what it means.
 *
 * @param what in words
 * @param hand the calls, made with the SDK alone
 */
record Alike(String what, Runnable hand) {}
