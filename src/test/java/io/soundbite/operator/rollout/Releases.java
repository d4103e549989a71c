package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Releases to roll out. */
final class Releases {
  private Releases() {}

  static Release release(String tag) {
    return new Release(
        tag,
        "registry/api@sha256:" + tag.repeat(20),
        new TreeMap<>(Map.of("LOG_LEVEL", "info", "FEATURES", "full")),
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

  static Revision revision(String tag) {
    return Revision.of("staging", release(tag));
  }
}
