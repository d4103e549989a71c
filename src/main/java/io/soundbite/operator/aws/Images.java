package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.engine.Failure;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** Image tags to digests, which alone say what runs. */
public final class Images {
  private static final Pattern URI =
      Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.[a-z.]+/([a-z0-9._/-]+)");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._/-][a-z0-9]+)*");

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
    var uri = URI.matcher(repository);
    if (uri.matches()) {
      return in(uri.group(1), uri.group(2), uri.group(3), repository, tag);
    }
    if (!NAME.matcher(repository).matches()) {
      return new Resolution.Failed(
          new Failure(
              Failure.Kind.INVALID,
              "ecr:DescribeImages",
              repository,
              "not an ECR repository: give its name,"
                  + " or <account>.dkr.ecr.<region>.amazonaws.com/<name>"));
    }
    var own =
        "%s.dkr.ecr.%s.%s/%s"
            .formatted(facts.account(), facts.region(), facts.dnsSuffix(), repository);
    return in(facts.account(), facts.region(), repository, own, tag);
  }

  private Resolution in(String account, String region, String name, String uri, String tag) {
    try {
      var images =
          regions
              .apply(region)
              .describeImages(
                  request ->
                      request
                          .registryId(account)
                          .repositoryName(name)
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
