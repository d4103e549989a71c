package io.soundbite.operator.blueprint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The EKS cluster whose Pod Identity gives pods the credentials of their roles.
 *
 * @param clusterArn the cluster's ARN, which names its region, account and name
 * @param webIdentity whether the pods' roles can be assumed by web identity too, as pods need that
 *     were started before their association was there
 * @see <a href="https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html">EKS Pod
 *     Identity</a>
 */
public record PodIdentity(String clusterArn, boolean webIdentity) {
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:eks:([a-z0-9-]+):([0-9]{12}):cluster/([0-9A-Za-z][0-9A-Za-z_-]{0,99})");

  private static final int REGION = 1;
  private static final int ACCOUNT = 2;
  private static final int CLUSTER = 3;

  /**
   * @throws IllegalArgumentException when {@code clusterArn} is not the ARN of an EKS cluster
   */
  public PodIdentity {
    if (!ARN.matcher(clusterArn).matches()) {
      throw new IllegalArgumentException(
          ("SOUNDBITE_POD_IDENTITY_CLUSTER must be the ARN of this EKS cluster, such as"
                  + " arn:aws:eks:eu-west-1:123456789012:cluster/prod, or empty for web identity;"
                  + " \"%s\" is not one. \"aws eks describe-cluster --name <cluster> --query"
                  + " cluster.arn\" shows it")
              .formatted(clusterArn));
    }
  }

  /** Returns the region of the cluster, where its associations are. */
  public String region() {
    return parts().group(REGION);
  }

  /** Returns the account of the cluster: only roles of this account can be associated. */
  public String account() {
    return parts().group(ACCOUNT);
  }

  /** Returns the name of the cluster. */
  public String cluster() {
    return parts().group(CLUSTER);
  }

  private Matcher parts() {
    var matcher = ARN.matcher(clusterArn);
    matcher.matches();
    return matcher;
  }
}
