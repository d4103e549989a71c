package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Tree;

/** A policy with everything a policy has: it refuses what does not come by TLS. */
final class TlsOnly {
  private TlsOnly() {}

  /** The same, written otherwise: for {@code resources} in their order. */
  static String otherwise(String action, String... resources) {
    return Json.write(
        Tree.obj(
            "Statement",
            Tree.obj(
                "Resource",
                Tree.arr((Object[]) resources),
                "Action",
                Tree.arr(action),
                "Condition",
                Tree.obj("Bool", Tree.obj("aws:SecureTransport", Tree.arr("false"))),
                "Principal",
                Tree.obj("AWS", Tree.arr("*")),
                "Effect",
                "Deny"),
            "Version",
            "2012-10-17"));
  }

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
