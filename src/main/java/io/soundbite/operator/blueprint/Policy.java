package io.soundbite.operator.blueprint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An IAM policy document by meaning: single strings are lists of one, lists are sets, the order of
 * statements does not matter, {@code "*"} and {@code {"AWS": "*"}} are the same principal, and so
 * are an account's id and its root.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Policy
 *     grammar</a>
 */
public record Policy(@Unwrapped Tree document) {
  private static final Tree EVERYBODY = new Tree.Str("*");
  private static final Pattern ROOT = Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):root");
  private static final Set<String> SETS = Set.of("Action", "NotAction", "Resource", "NotResource");

  public Policy {
    document = normal(document);
  }

  /** Reads policy JSON. */
  public static Policy parse(String json) {
    return new Policy(Json.read(json));
  }

  /** Policy JSON, canonical. */
  public String json() {
    return Json.write(document);
  }

  private static Tree normal(Tree document) {
    if (!(document instanceof Tree.Obj root)) {
      return document;
    }
    var statements = new ArrayList<Tree>();
    if (root.get("Statement") instanceof Tree.Arr(var items)) {
      items.forEach(item -> statements.add(statement(item)));
    } else if (root.get("Statement") instanceof Tree.Obj single) {
      statements.add(statement(single));
    }
    statements.sort(Comparator.comparing(Json::write));
    return root.with("Statement", new Tree.Arr(statements));
  }

  private static Tree statement(Tree statement) {
    if (!(statement instanceof Tree.Obj(var fields))) {
      return statement;
    }
    var copy = new TreeMap<>(fields);
    copy.replaceAll(
        (name, value) ->
            SETS.contains(name)
                ? sorted(value)
                : switch (name) {
                  case "Principal", "NotPrincipal" -> principals(value);
                  case "Condition" -> value.map(operator -> operator.map(Policy::values));
                  default -> value;
                });
    return new Tree.Obj(copy);
  }

  /** Everybody may be written without saying what kind of principal. */
  private static Tree principals(Tree value) {
    return value.equals(EVERYBODY)
        ? Tree.obj("AWS", Tree.arr(EVERYBODY))
        : value.map(
            it -> sorted(it instanceof Tree.Arr list ? list.map(Policy::account) : account(it)));
  }

  /** AWS accepts both forms of an account, and returns the ARN. */
  private static Tree account(Tree principal) {
    if (principal instanceof Tree.Str(var arn)) {
      var root = ROOT.matcher(arn);
      return root.matches() ? new Tree.Str(root.group(1)) : principal;
    }
    return principal;
  }

  /** Values of conditions are texts, which need no quotes where they are numbers or booleans. */
  private static Tree values(Tree value) {
    return sorted(value instanceof Tree.Arr list ? list.map(Policy::text) : text(value));
  }

  private static Tree text(Tree value) {
    return value instanceof Tree.Bool || value instanceof Tree.Num
        ? new Tree.Str(String.valueOf(value.plain()))
        : value;
  }

  private static Tree sorted(Tree value) {
    var items = value instanceof Tree.Arr(var list) ? list : List.of(value);
    return new Tree.Arr(
        items.stream().distinct().sorted(Comparator.comparing(Json::write)).toList());
  }
}
