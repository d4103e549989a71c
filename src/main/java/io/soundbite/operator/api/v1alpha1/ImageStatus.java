package io.soundbite.operator.api.v1alpha1;

/**
 * What the tag asked for was resolved to. Kept while repository and tag stay the same, so that a
 * tag pushed again changes nothing by itself.
 */
public record ImageStatus(String repository, String tag, String digest) {}
