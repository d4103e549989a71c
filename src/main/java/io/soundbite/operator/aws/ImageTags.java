package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.engine.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * Puts an environment's tags on the images that it needs: in its repositories images without a tag
 * expire.
 */
public final class ImageTags {
  private final Facts facts;
  private final Function<String, EcrClient> regions;

  /**
   * @param facts whose account and region a plain repository name is of
   * @param regions the client for a region: a repository may be elsewhere
   */
  public ImageTags(Facts facts, Function<String, EcrClient> regions) {
    this.facts = facts;
    this.regions = regions;
  }

  /**
   * A tag, and the image that it belongs on.
   *
   * @param needed whether it is a failure when there is no such image
   */
  record Mark(String tag, ImageRepository repository, String digest, boolean needed) {
    /** {@code repository@digest}. */
    String image() {
      return repository.uri() + "@" + digest;
    }
  }

  /**
   * The tag that stands for what an environment ran before.
   *
   * @param tag that of what it runs
   */
  public static String previous(String tag) {
    return tag + "-previous";
  }

  /**
   * Has {@code tag} stand for the live image, and {@code <tag>-previous} for the one before. One
   * call for each repository where all is so already; to be repeated after a failure or a crash.
   *
   * @param live {@code repository@digest}
   * @param before the same; an image that is gone is no failure
   * @return the tags that were moved
   */
  public Result<List<String>> put(String tag, String live, Optional<String> before) {
    return switch (mark(tag, live, true)) {
      case Result.Failed<Mark>(var failure) -> new Result.Failed<>(failure);
      case Result.Ok<Mark>(var now) ->
          put(now, before.flatMap(it -> known(mark(previous(tag), it, false))));
    };
  }

  private static Optional<Mark> known(Result<Mark> mark) {
    return mark instanceof Result.Ok<Mark>(var it) ? Optional.of(it) : Optional.empty();
  }

  /** The previous one first: an image that loses the one tag has the other by then. */
  private Result<List<String>> put(Mark now, Optional<Mark> before) {
    if (before.isEmpty()) {
      return in(now.repository(), List.of(now));
    }
    var previous = before.get();
    return previous.repository().equals(now.repository())
        ? in(now.repository(), List.of(previous, now))
        : both(in(previous.repository(), List.of(previous)), in(now.repository(), List.of(now)));
  }

  private static Result<List<String>> both(
      Result<List<String>> previous, Result<List<String>> live) {
    return switch (previous) {
      case Result.Ok<List<String>>(var some) ->
          live.map(more -> Stream.concat(some.stream(), more.stream()).toList());
      case Result.Failed<List<String>> failed ->
          live instanceof Result.Failed<List<String>> worse ? worse : failed;
    };
  }

  private Result<List<String>> in(ImageRepository repository, List<Mark> marks) {
    return new RepositoryTags(regions.apply(repository.region()), repository).put(marks);
  }

  private Result<Mark> mark(String tag, String image, boolean needed) {
    var at = image.indexOf('@');
    return ImageRepository.of(image.substring(0, at), facts, RepositoryTags.READ)
        .map(repository -> new Mark(tag, repository, image.substring(at + 1), needed));
  }
}
