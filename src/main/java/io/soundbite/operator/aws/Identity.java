package io.soundbite.operator.aws;

import io.soundbite.operator.engine.Result;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** Where a scope's credentials lead: the account, asked for, never typed. */
public final class Identity {
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
    return AwsErrors.result(
        "the operator's credentials", () -> in(sts.getCallerIdentity().account()));
  }

  private Account in(String account) {
    var partition = PartitionMetadata.of(region);
    return new Account(account, partition.id(), partition.dnsSuffix());
  }
}
