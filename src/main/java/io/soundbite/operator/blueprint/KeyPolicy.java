package io.soundbite.operator.blueprint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a KMS key, and what it certainly does not allow. What depends on conditions that
 * can't be judged here is taken to be allowed: AWS refuses it itself.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html">Default
 *     key policy</a>: a statement for the account leaves it to the policies of IAM
 */
public record KeyPolicy(Policy policy) {

  /** Returns what of {@code grants} is missing, each with the missing actions only. */
  public List<KeyGrant> missing(List<KeyGrant> grants) {
    return grants.stream()
        .map(
            grant ->
                grant.with(
                    grant.actions().stream()
                        .filter(action -> !allows(grant, action))
                        .collect(Collectors.toSet())))
        .filter(it -> !it.actions().isEmpty())
        .toList();
  }

  private boolean allows(KeyGrant grant, String action) {
    return grant.contexts().stream()
        .allMatch(
            context ->
                statements("Allow")
                        .filter(it -> concerns(it, grant.grantee(), action))
                        .anyMatch(it -> !KeyConditions.of(it, context).equals(Optional.of(false)))
                    && statements("Deny")
                        .filter(it -> it.get("NotPrincipal") == null)
                        .filter(it -> concerns(it, grant.grantee(), action))
                        .noneMatch(it -> KeyConditions.of(it, context).equals(Optional.of(true))));
  }

  private Stream<Tree.Obj> statements(String effect) {
    return policy.document() instanceof Tree.Obj document
        ? document.items("Statement").filter(it -> it.text("Effect").equals(effect))
        : Stream.of();
  }

  private static boolean concerns(Tree.Obj statement, KeyGrant.Grantee grantee, String action) {
    Predicate<String> names = it -> Wildcard.of(it).matchesIgnoringCase(action);
    var acts =
        statement.get("NotAction") == null
            ? texts(statement.get("Action")).anyMatch(names)
            : texts(statement.get("NotAction")).noneMatch(names);
    return acts
        && (statement.get("NotPrincipal") != null
            || isOf(grantee, statement.object("Principal"), statement));
  }

  private static boolean isOf(KeyGrant.Grantee grantee, Tree.Obj principal, Tree.Obj statement) {
    if (texts(principal.get("AWS")).anyMatch("*"::equals)) {
      return true;
    }
    return switch (grantee) {
      case KeyGrant.Grantee.Service(var names) ->
          texts(principal.get("Service")).anyMatch(names::contains);
      case KeyGrant.Grantee.Role(var account, var arn) ->
          texts(principal.get("AWS")).anyMatch(it -> it.equals(arn) || isRoot(it, account));
      // A refusal to some role of the account need not be one to the operator's.
      case KeyGrant.Grantee.Operator(var account) ->
          texts(principal.get("AWS"))
              .anyMatch(
                  it ->
                      isRoot(it, account)
                          || (statement.text("Effect").equals("Allow")
                              && it.contains(":" + account + ":")));
    };
  }

  private static boolean isRoot(String principal, String account) {
    return principal.equals(account) || principal.endsWith(":iam::" + account + ":root");
  }

  static Stream<String> texts(@Nullable Tree value) {
    return switch (value) {
      case Tree.Arr(var items) -> items.stream().flatMap(KeyPolicy::texts);
      case Tree.Str(var text) -> Stream.of(text);
      case null, default -> Stream.of();
    };
  }

  /** The conditions of a statement of a key's policy. */
  private static final class KeyConditions {
    private KeyConditions() {}

    /**
     * Returns whether they hold for a request with {@code context}; empty when it can't be told.
     */
    static Optional<Boolean> of(Tree.Obj statement, Map<String, String> context) {
      var all =
          statement.object("Condition").fields().entrySet().stream()
              .flatMap(
                  operator ->
                      operator.getValue() instanceof Tree.Obj(var keys)
                          ? keys.entrySet().stream()
                              .map(it -> holds(operator.getKey(), it, context))
                          : Stream.of(Optional.<Boolean>empty()))
              .toList();
      if (all.contains(Optional.of(false))) {
        return Optional.of(false);
      }
      return all.stream().anyMatch(Optional::isEmpty) ? Optional.empty() : Optional.of(true);
    }

    private static Optional<Boolean> holds(
        String operator, Map.Entry<String, Tree> condition, Map<String, String> context) {
      var value =
          context.entrySet().stream()
              .filter(it -> it.getKey().equalsIgnoreCase(condition.getKey()))
              .map(Map.Entry::getValue)
              .findFirst();
      return value.flatMap(
          it -> {
            var wanted = texts(condition.getValue()).toList();
            return switch (operator.replaceFirst("IfExists$", "")) {
              case "StringEquals" -> Optional.of(wanted.contains(it));
              case "StringNotEquals" -> Optional.of(!wanted.contains(it));
              case "StringLike", "ArnLike", "ArnEquals" -> Optional.of(isLike(it, wanted));
              case "StringNotLike", "ArnNotLike", "ArnNotEquals" ->
                  Optional.of(!isLike(it, wanted));
              default -> Optional.empty();
            };
          });
    }

    private static boolean isLike(String value, List<String> patterns) {
      return patterns.stream().anyMatch(it -> Wildcard.of(it).matches(value));
    }
  }
}
