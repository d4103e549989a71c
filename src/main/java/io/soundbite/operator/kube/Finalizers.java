package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what keeps an object that is being deleted. */
public final class Finalizers {
  /** Kubernetes' own: the object goes when all that it controls is gone. */
  private static final String FOREGROUND = "foregroundDeletion";

  private Finalizers() {}

  /** Returns in words what holds {@code live}; empty when it is not being deleted, or held. */
  public static Optional<String> holding(Tree.Obj live) {
    var metadata = live.object("metadata");
    var finalizers = texts(metadata.get("finalizers"));
    if (metadata.get("deletionTimestamp") == null || finalizers.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        finalizers.equals(List.of(FOREGROUND))
            ? "it waits for what it controls"
            : finalizers.stream()
                .filter(it -> !it.equals(FOREGROUND))
                .collect(Collectors.joining(", ", "it is held by the finalizer ", "")));
  }

  private static List<String> texts(@Nullable Tree list) {
    return list instanceof Tree.Arr(var items)
        ? items.stream().map(item -> String.valueOf(item.plain())).toList()
        : List.of();
  }
}
