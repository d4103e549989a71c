package io.soundbite.operator.aws;

import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** Where a scope's credentials lead: the account, asked for, never typed. */
public final class Identity {
  private static final Pattern ID = Pattern.compile("[0-9]{12}");
  private static final String CREDENTIALS = "the operator's credentials";

  private final StsClient sts;
  private final Region region;

  public Identity(AwsClients clients) {
    this.sts = clients.sts();
    this.region = Region.of(clients.scope().region());
  }

  /**
   * An AWS account as a region sees it.
   *
   * @param id twelve digits
   * @param partition follows the region: {@code aws}, {@code aws-cn}, {@code aws-us-gov}
   * @param dnsSuffix of the partition, {@code amazonaws.com}
   */
  public record Account(String id, String partition, String dnsSuffix) {}

  /** One call, which needs no permission. */
  public Result<Account> read() {
    return switch (AwsErrors.result(CREDENTIALS, () -> sts.getCallerIdentity().account())) {
      case Result.Ok<String>(var account) when account != null && ID.matcher(account).matches() ->
          new Result.Ok<>(in(account));
      case Result.Ok<String> other ->
          new Result.Failed<>(
              new Failure(
                  Failure.Kind.INVALID,
                  "sts:GetCallerIdentity",
                  CREDENTIALS,
                  "the answer has no account of twelve digits; check spec.aws.endpoint"));
      case Result.Failed<String>(var failure) -> new Result.Failed<>(failure);
    };
  }

  private Account in(String account) {
    var partition = PartitionMetadata.of(region);
    return new Account(account, partition.id(), partition.dnsSuffix());
  }
}
