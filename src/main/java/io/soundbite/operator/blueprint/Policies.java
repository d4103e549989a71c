package io.soundbite.operator.blueprint;

import java.util.List;
import java.util.Map;

/** IAM policy documents that the stacks share. */
final class Policies {
  private static final String VERSION = "2012-10-17";

  private Policies() {}

  /** A document of {@code statements}. */
  static Policy of(Tree.Obj... statements) {
    return new Policy(Tree.obj("Version", VERSION, "Statement", List.of(statements)));
  }

  /** Allows {@code actions} on {@code resources}. */
  static Tree.Obj allow(String sid, List<String> actions, List<String> resources) {
    return Tree.obj("Sid", sid, "Effect", "Allow", "Action", actions, "Resource", resources);
  }

  /** Refuses whoever comes without TLS; grants nothing. */
  static Policy tlsOnly(String actions, List<String> resources) {
    return of(
        Tree.obj(
            "Sid",
            "TlsOnly",
            "Effect",
            "Deny",
            "Principal",
            Map.of("AWS", "*"),
            "Action",
            actions,
            "Resource",
            resources,
            "Condition",
            Map.of("Bool", Map.of("aws:SecureTransport", "false"))));
  }

  /**
   * Lets one ServiceAccount of this cluster assume a role: by Pod Identity where the cluster has
   * it, by web identity where it has not, or as long as both are wanted.
   */
  static Policy pods(Environment environment, String serviceAccount) {
    var cluster = environment.facts().podIdentity();
    if (cluster == null) {
      return of(webIdentity(environment, serviceAccount));
    }
    var podIdentity = podIdentity(cluster, environment.owner().namespace(), serviceAccount);
    return cluster.webIdentity()
        ? of(podIdentity, webIdentity(environment, serviceAccount))
        : of(podIdentity);
  }

  /**
   * EKS sends these tags with each session. An association that does not send them, or that binds
   * the role to another ServiceAccount, gets no credentials.
   *
   * @see <a href="https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html">Trust policy
   *     for EKS Pod Identity</a>
   */
  private static Tree.Obj podIdentity(
      PodIdentity cluster, String namespace, String serviceAccount) {
    return Tree.obj(
        "Effect",
        "Allow",
        "Principal",
        Map.of("Service", "pods.eks.amazonaws.com"),
        "Action",
        List.of("sts:AssumeRole", "sts:TagSession"),
        "Condition",
        Map.of(
            "StringEquals",
            Map.of(
                "aws:RequestTag/eks-cluster-arn",
                cluster.clusterArn(),
                "aws:RequestTag/kubernetes-namespace",
                namespace,
                "aws:RequestTag/kubernetes-service-account",
                serviceAccount)));
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html">
   *     IAM roles for service accounts</a>
   */
  private static Tree.Obj webIdentity(Environment environment, String serviceAccount) {
    var issuer = environment.facts().issuer();
    var subject = "system:serviceaccount:" + environment.owner().namespace() + ":" + serviceAccount;
    return Tree.obj(
        "Effect",
        "Allow",
        "Principal",
        Map.of("Federated", environment.names().identityProviderArn()),
        "Action",
        "sts:AssumeRoleWithWebIdentity",
        "Condition",
        Map.of(
            "StringEquals",
            Map.of(issuer + ":sub", subject, issuer + ":aud", "sts.amazonaws.com")));
  }
}
