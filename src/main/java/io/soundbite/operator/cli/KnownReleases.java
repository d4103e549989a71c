package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The images that an environment has released, verified or rejected, and how people call them. */
record KnownReleases(Name environment, EnvironmentStatus status) {
  /** Fewer digits of a digest might be a tag's slip. */
  private static final int SHORTEST = 4;

  /**
   * An image as status has it.
   *
   * @param revision of one configuration of it; null where the image alone is meant
   */
  record Image(String tag, String digest, @Nullable String revision) {
    private boolean isCalled(String name) {
      return tag.equals(name) || name.equals(revision) || isDigest(name);
    }

    private boolean isDigest(String name) {
      var start = name.startsWith("sha256:") ? name : "sha256:" + name;
      return start.length() >= "sha256:".length() + SHORTEST && digest.startsWith(start);
    }
  }

  /**
   * Returns the image that is live, or the one that {@code name} means.
   *
   * @throws CommandFailure when there is none, or several are meant
   */
  Image image(@Nullable String name) {
    if (name != null) {
      var meant = all().filter(it -> it.isCalled(name)).toList();
      if (meant.isEmpty()) {
        throw failure("There is no release %s.".formatted(name));
      }
      assertOne(name, meant, Image::digest);
      return new Image(meant.getFirst().tag(), meant.getFirst().digest(), null);
    }
    var live = status.release();
    if (live == null) {
      throw failure("Nothing is live there yet.");
    }
    return new Image(live.tag(), live.digest(), null);
  }

  /**
   * Returns the only rejection, or the one that {@code name} means.
   *
   * @throws CommandFailure when there is none, or several are meant
   */
  RejectedEntry rejection(@Nullable String name) {
    var meant =
        status.rejected().stream().filter(it -> name == null || image(it).isCalled(name)).toList();
    if (meant.isEmpty()) {
      throw failure(name == null ? "Nothing is rejected." : name + " is not rejected.");
    }
    var likelier =
        meant.stream()
            .filter(
                it -> name == null ? it.cause() == RejectedEntry.Cause.REQUEST : it.coversImage())
            .toList();
    var best = likelier.isEmpty() ? meant : likelier;
    assertOne(name == null ? "That" : name, best, RejectedEntry::since);
    return best.getFirst();
  }

  private static Image image(RejectedEntry entry) {
    return new Image(entry.tag(), entry.digest(), entry.revision());
  }

  private Stream<Image> all() {
    return Stream.of(
            Stream.ofNullable(status.release())
                .map(it -> new Image(it.tag(), it.digest(), it.revision())),
            Stream.ofNullable(status.image()).map(it -> new Image(it.tag(), it.digest(), null)),
            status.history().stream().map(it -> new Image(it.tag(), it.digest(), it.revision())),
            status.verified().stream().map(it -> new Image(it.tag(), it.digest(), null)),
            status.rejected().stream().map(KnownReleases::image))
        .flatMap(Function.identity());
  }

  private <T> void assertOne(String name, List<T> meant, Function<T, String> identity) {
    if (meant.stream().map(identity).distinct().count() > 1) {
      throw failure(
          "%s may be several releases; name one by its digest or revision.".formatted(name));
    }
  }

  private CommandFailure failure(String message) {
    return new CommandFailure("%s: %s".formatted(environment, message));
  }
}
