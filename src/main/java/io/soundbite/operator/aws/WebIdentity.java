package io.soundbite.operator.aws;

import io.soundbite.operator.engine.Result;
import software.amazon.awssdk.services.iam.IamClient;

/** Whether IAM trusts the tokens of a cluster's service accounts. */
public final class WebIdentity {
  private final IamClient iam;

  public WebIdentity(IamClient iam) {
    this.iam = iam;
  }

  /**
   * Whether IAM knows the provider. One call: the ARN follows from the issuer.
   *
   * @param providerArn as {@link io.soundbite.operator.blueprint.Names#identityProviderArn} gives
   */
  public Result<Boolean> knows(String providerArn) {
    return AwsErrors.result(
        providerArn,
        () ->
            Observed.unlessMissing(
                    () ->
                        iam.getOpenIDConnectProvider(
                            request -> request.openIDConnectProviderArn(providerArn)))
                .isPresent());
  }
}
