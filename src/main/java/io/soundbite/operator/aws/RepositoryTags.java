package io.soundbite.operator.aws;

import io.soundbite.operator.aws.ImageTags.Mark;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/**
 * Image tags in one ECR repository. A tag is moved by putting the image's own manifest under it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html">Retagging
 *     an image</a>
 */
record RepositoryTags(EcrClient ecr, ImageRepository repository) {
  static final String READ = "ecr:BatchGetImage";
  private static final String WRITE = "ecr:PutImage";

  /**
   * Puts tags on their images, in order, up to the first failure.
   *
   * @return the tags that were moved
   */
  Result<List<String>> put(List<Mark> marks) {
    return switch (read(marks)) {
      case Result.Ok<List<Image>>(var images) -> put(marks, images);
      case Result.Failed<List<Image>>(var failure) -> new Result.Failed<>(failure);
    };
  }

  private Result<List<String>> put(List<Mark> marks, List<Image> images) {
    var moved = new ArrayList<String>();
    for (var mark : marks) {
      switch (put(mark, images)) {
        case Result.Ok<Boolean>(var yes) when yes -> moved.add(mark.tag());
        case Result.Ok<Boolean> no -> {}
        case Result.Failed<Boolean>(var failure) -> {
          return new Result.Failed<>(failure);
        }
      }
    }
    return new Result.Ok<>(List.copyOf(moved));
  }

  /** What there is of the tags and images; what there is not is left out of the answer. */
  private Result<List<Image>> read(List<Mark> marks) {
    var ids =
        marks.stream()
            .flatMap(
                mark ->
                    Stream.of(
                        ImageIdentifier.builder().imageTag(mark.tag()).build(),
                        ImageIdentifier.builder().imageDigest(mark.digest()).build()))
            .distinct()
            .toList();
    return AwsErrors.result(
        repository.uri(),
        () ->
            Observed.unlessMissing(
                    () ->
                        ecr.batchGetImage(
                                request ->
                                    request
                                        .registryId(repository.account())
                                        .repositoryName(repository.name())
                                        .imageIds(ids))
                            .images())
                .orElse(List.of()));
  }

  private Result<Boolean> put(Mark mark, List<Image> images) {
    var image =
        images.stream().filter(it -> mark.digest().equals(it.imageId().imageDigest())).findFirst();
    if (image.isEmpty()) {
      return mark.needed() ? new Result.Failed<>(missing(mark)) : new Result.Ok<>(false);
    }
    var there =
        images.stream()
            .map(Image::imageId)
            .filter(it -> mark.tag().equals(it.imageTag()))
            .anyMatch(it -> mark.digest().equals(it.imageDigest()));
    return there ? new Result.Ok<>(false) : move(mark, image.get());
  }

  /** ECR refuses a manifest that is not the digest's; what it then says is compared again. */
  private Result<Boolean> move(Mark mark, Image image) {
    try {
      var tagged =
          ecr.putImage(
                  request ->
                      request
                          .registryId(repository.account())
                          .repositoryName(repository.name())
                          .imageTag(mark.tag())
                          .imageDigest(mark.digest())
                          .imageManifest(image.imageManifest())
                          .imageManifestMediaType(image.imageManifestMediaType()))
              .image()
              .imageId()
              .imageDigest();
      return mark.digest().equals(tagged)
          ? new Result.Ok<>(true)
          : new Result.Failed<>(
              refused(Failure.Kind.INVALID, mark, "the tag is on %s instead".formatted(tagged)));
    } catch (SdkException e) {
      return switch (AwsErrors.code(e)) {
        case "ImageAlreadyExistsException" -> new Result.Ok<>(false); // somebody was faster
        case "ImageTagAlreadyExistsException" ->
            new Result.Failed<>(
                refused(
                    Failure.Kind.IMMUTABLE,
                    mark,
                    "the repository's tags are immutable. Releases go on without it; keep an image"
                        + " that is needed from expiring by a tag of its own, or make the tags"
                        + " mutable"));
        default -> new Result.Failed<>(AwsErrors.failure(e, resource(mark)));
      };
    }
  }

  private String resource(Mark mark) {
    return repository.uri() + ":" + mark.tag();
  }

  private Failure refused(Failure.Kind kind, Mark mark, String why) {
    return new Failure(
        kind,
        WRITE,
        resource(mark),
        "the tag can't be put on %s: %s".formatted(mark.digest(), why));
  }

  private static Failure missing(Mark mark) {
    return new Failure(
        Failure.Kind.NOT_FOUND,
        READ,
        mark.image(),
        "the image that is live is gone from its repository, and no pod can be started from it;"
            + " push it again, or release another");
  }
}
