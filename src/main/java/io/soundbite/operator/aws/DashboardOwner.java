package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Ownership;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A dashboard's owner, which a text widget names since older endpoints can't tag dashboards: its
 * markdown holds {@code soundbite.io/owner=<cluster>/<namespace>/<name>}.
 */
final class DashboardOwner {
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(%s|%s)=([^\\s`*]+)"
              .formatted(Pattern.quote(Tags.OWNER), Pattern.quote(Tags.RETAINED_BY)));

  private DashboardOwner() {}

  /** Whose the dashboard is. */
  static Ownership read(Tree body) {
    var signatures = new HashMap<String, String>();
    for (var widget : widgets(body)) {
      if (widget instanceof Tree.Obj it
          && it.get("properties") instanceof Tree.Obj properties
          && properties.get("markdown") instanceof Tree.Str(var markdown)) {
        SIGNATURE
            .matcher(markdown)
            .results()
            .forEach(found -> signatures.putIfAbsent(found.group(1), found.group(2)));
      }
    }
    return Ownership.of(Map.copyOf(signatures));
  }

  /** The same dashboard, left behind by {@code owner}. */
  static Tree release(Tree body, Owner owner) {
    return switch (body) {
      case Tree.Str(var text) ->
          new Tree.Str(text.replace(Tags.OWNER + "=" + owner, Tags.RETAINED_BY + "=" + owner));
      default -> body.map(child -> release(child, owner));
    };
  }

  private static List<Tree> widgets(Tree body) {
    return body instanceof Tree.Obj root && root.get("widgets") instanceof Tree.Arr(var items)
        ? items
        : List.of();
  }
}
