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
   * Lets one ServiceAccount of this cluster assume a role.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html">
   *     IAM roles for service accounts</a>
   */
  static Policy webIdentity(Environment environment, String serviceAccount) {
    var issuer = environment.facts().issuer();
    var subject = "system:serviceaccount:" + environment.owner().namespace() + ":" + serviceAccount;
    return of(
        Tree.obj(
            "Effect",
            "Allow",
            "Principal",
            Map.of("Federated", environment.names().identityProviderArn()),
            "Action",
            "sts:AssumeRoleWithWebIdentity",
            "Condition",
            Map.of(
                "StringEquals",
                Map.of(issuer + ":sub", subject, issuer + ":aud", "sts.amazonaws.com"))));
  }
}
