package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.util.regex.Pattern;

/**
 * An ECR repository, in whichever account and region.
 *
 * @param account twelve digits
 * @param uri {@code <account>.dkr.ecr.<region>.<suffix>/<name>}
 */
record ImageRepository(String account, String region, String name, String uri) {
  private static final Pattern URI =
      Pattern.compile(
          "(\\d{12})\\.dkr\\.ecr(?:-fips)?\\.([a-z0-9-]+)\\.[a-z0-9.-]+(?::\\d+)?/([a-z0-9._/-]+)");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._/-][a-z0-9]+)*");

  /**
   * Reads what people write.
   *
   * @param repository a whole ECR URI, or a name in the account and region of {@code facts}
   * @param action what it is read for, as {@code ecr:PutImage}, for the failure
   */
  static Result<ImageRepository> of(String repository, Facts facts, String action) {
    var uri = URI.matcher(repository);
    if (uri.matches()) {
      return new Result.Ok<>(
          new ImageRepository(uri.group(1), uri.group(2), uri.group(3), repository));
    }
    if (!NAME.matcher(repository).matches()) {
      return new Result.Failed<>(
          new Failure(
              Failure.Kind.INVALID,
              action,
              repository,
              "not an ECR repository: give its name,"
                  + " or <account>.dkr.ecr.<region>.amazonaws.com/<name>"));
    }
    var own =
        "%s.dkr.ecr.%s.%s/%s"
            .formatted(facts.account(), facts.region(), facts.dnsSuffix(), repository);
    return new Result.Ok<>(new ImageRepository(facts.account(), facts.region(), repository, own));
  }
}
