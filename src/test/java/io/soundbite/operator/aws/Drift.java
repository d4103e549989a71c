package io.soundbite.operator.aws;

/**
 * Something a stranger does to a resource.
 *
 * @param path of the field that differs then: {@code /visibility}, {@code /tags/Project}
 * @param hand the calls, made with the SDK alone
 * @param alone whether nothing else differs then; else one more field does
 */
record Drift(String path, Runnable hand, boolean alone) {
  Drift(String path, Runnable hand) {
    this(path, hand, true);
  }
}
