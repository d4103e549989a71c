package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whom a topic's policy lets in. AWS gives every topic a policy for its own account, which can be
 * replaced and not removed.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html">Example
 *     cases for Amazon SNS access control</a>
 */
final class TopicAccess {
  private static final Set<String> OWN =
      Set.of("aws:sourceowner", "aws:sourceaccount", "aws:principalaccount");

  private static final List<String> ACTIONS =
      List.of(
          "SNS:AddPermission",
          "SNS:DeleteTopic",
          "SNS:GetTopicAttributes",
          "SNS:ListSubscriptionsByTopic",
          "SNS:Publish",
          "SNS:RemovePermission",
          "SNS:SetTopicAttributes",
          "SNS:Subscribe");

  private final String arn;
  private final String account;

  /**
   * @param arn of the topic
   */
  TopicAccess(String arn) {
    this.arn = arn;
    this.account = arn.split(":", 6)[4];
  }

  /** Returns whether {@code document} allows something to others than the topic's account. */
  boolean isOpen(String document) {
    return Policy.parse(document).document() instanceof Tree.Obj policy
        && policy.items("Statement").anyMatch(this::opens);
  }

  private boolean opens(Tree.Obj statement) {
    return !statement.text("Effect").equals("Deny")
        && !isOfAccount(statement.object("Principal"))
        && !isForAccount(statement.object("Condition"));
  }

  private boolean isOfAccount(Tree.Obj principal) {
    return principal.fields().keySet().equals(Set.of("AWS"))
        && principal.get("AWS") instanceof Tree.Arr(var them)
        && them.stream()
            .allMatch(
                it ->
                    it instanceof Tree.Str(var text)
                        && (text.equals(account) || text.contains(":iam::" + account + ":")));
  }

  private boolean isForAccount(Tree.Obj condition) {
    var only = new Tree.Arr(List.of(new Tree.Str(account)));
    return condition.object("StringEquals").fields().entrySet().stream()
        .anyMatch(
            it -> OWN.contains(it.getKey().toLowerCase(Locale.ROOT)) && it.getValue().equals(only));
  }

  /** The policy that AWS gives a new topic. */
  String standard() {
    return Json.write(
        Tree.obj(
            "Version",
            "2008-10-17",
            "Id",
            "__default_policy_ID",
            "Statement",
            List.of(
                Map.of(
                    "Sid",
                    "__default_statement_ID",
                    "Effect",
                    "Allow",
                    "Principal",
                    Map.of("AWS", "*"),
                    "Action",
                    ACTIONS,
                    "Resource",
                    arn,
                    "Condition",
                    Map.of("StringEquals", Map.of("AWS:SourceOwner", account))))));
  }

  /** What of {@code attributes} is not as in a new topic. */
  Map<String, String> additional(Map<String, String> attributes) {
    var found = new TreeMap<>(MessageMembers.TOPIC.additional(attributes));
    var policy = attributes.get("Policy");
    if (policy != null && !policy.isEmpty() && isOpen(policy)) {
      found.put("Policy", policy);
    }
    return found;
  }
}
