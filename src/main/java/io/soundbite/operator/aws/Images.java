package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** Image tags to digests, which alone say what runs. */
public final class Images {
  private final Facts facts;
  private final Function<String, EcrClient> regions;

  /**
   * @param facts whose account and region a plain repository name is of
   * @param regions the client for a region: a repository may be elsewhere
   */
  public Images(Facts facts, Function<String, EcrClient> regions) {
    this.facts = facts;
    this.regions = regions;
  }

  /** What a tag stands for. */
  public sealed interface Resolution {

    /**
     * An image.
     *
     * @param repositoryUri {@code <account>.dkr.ecr.<region>.<suffix>/<name>}
     * @param digest {@code sha256:...}
     */
    record Resolved(String repositoryUri, String tag, String digest) implements Resolution {
      /** {@code repository@digest}. */
      public String image() {
        return repositoryUri + "@" + digest;
      }
    }

    /** The repository is there, and has no such tag: push to it. */
    record NoSuchTag(String repositoryUri, String tag) implements Resolution {}

    /** There is no such repository. */
    record NoSuchRepository(String repositoryUri) implements Resolution {}

    /** ECR could not be asked. */
    record Failed(Failure failure) implements Resolution {}
  }

  /**
   * Looks {@code tag} up: one call.
   *
   * @param repository a name in the environment's own account and region, or a whole ECR URI
   */
  public Resolution resolve(String repository, String tag) {
    return switch (ImageRepository.of(repository, facts, "ecr:DescribeImages")) {
      case Result.Ok<ImageRepository>(var known) -> in(known, tag);
      case Result.Failed<ImageRepository>(var failure) -> new Resolution.Failed(failure);
    };
  }

  private Resolution in(ImageRepository repository, String tag) {
    var uri = repository.uri();
    try {
      var images =
          regions
              .apply(repository.region())
              .describeImages(
                  request ->
                      request
                          .registryId(repository.account())
                          .repositoryName(repository.name())
                          .imageIds(ImageIdentifier.builder().imageTag(tag).build()))
              .imageDetails();
      return images.isEmpty()
          ? new Resolution.NoSuchTag(uri, tag)
          : new Resolution.Resolved(uri, tag, images.getFirst().imageDigest());
    } catch (SdkException e) {
      return switch (AwsErrors.code(e)) {
        case "ImageNotFoundException" -> new Resolution.NoSuchTag(uri, tag);
        case "RepositoryNotFoundException" -> new Resolution.NoSuchRepository(uri);
        default -> new Resolution.Failed(AwsErrors.failure(e, uri + ":" + tag));
      };
    }
  }
}
