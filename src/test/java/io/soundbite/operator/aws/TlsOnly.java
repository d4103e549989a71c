package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Tree;

/** A policy with everything a policy has: it refuses what does not come by TLS. */
final class TlsOnly {
  private TlsOnly() {}

  static Policy policy(String action, String... resources) {
    return new Policy(
        Tree.obj(
            "Version",
            "2012-10-17",
            "Statement",
            Tree.arr(
                Tree.obj(
                    "Effect",
                    "Deny",
                    "Principal",
                    "*",
                    "Action",
                    action,
                    "Resource",
                    Tree.arr((Object[]) resources),
                    "Condition",
                    Tree.obj("Bool", Tree.obj("aws:SecureTransport", "false"))))));
  }
}
