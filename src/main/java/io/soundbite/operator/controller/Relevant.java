package io.soundbite.operator.controller;

import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Objects;

/**
 * Which updates of a custom resource are worth a reconcile: spec, deletion, finalizers, and our
 * annotations. JOSDK's own generation filter can't be widened to annotations.
 */
public final class Relevant implements OnUpdateFilter<SoundBiteEnvironment> {
  @Override
  public boolean accept(SoundBiteEnvironment after, SoundBiteEnvironment before) {
    var now = after.getMetadata();
    var was = before.getMetadata();
    return !Objects.equals(now.getGeneration(), was.getGeneration())
        || !Objects.equals(now.getDeletionTimestamp(), was.getDeletionTimestamp())
        || !Objects.equals(now.getFinalizers(), was.getFinalizers())
        || !Annotations.ours(after).equals(Annotations.ours(before));
  }
}
