package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.TreeMap;

/** Releases that matter for their images. */
final class Images {
  private Images() {}

  /** One of the image that the first letter of {@code revision} stands for. */
  static Release release(String revision) {
    return new Release(
        "1.4.1",
        "repository@sha256:" + revision.charAt(0),
        new TreeMap<>(),
        new TreeMap<>(),
        new Release.Pod(
            1,
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            Tree.arr(),
            List.of(),
            List.of()));
  }
}
