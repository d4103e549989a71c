package io.soundbite.operator.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soundbite.operator.migration.Fate;
import io.soundbite.operator.migration.PlannedResource;
import io.soundbite.operator.migration.PlannedStack;
import io.soundbite.operator.migration.Removal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A CloudFormation stack and what becomes of its resources.
 *
 * @param isDeleted whether it is gone; its resources are those that stayed
 */
record MigratedStack(
    String name, @JsonProperty("isDeleted") boolean isDeleted, List<Resource> resources) {

  /** What becomes of a resource; listed in this order. */
  enum Becomes {
    @JsonProperty("Adopted")
    ADOPTED("adopted"),
    @JsonProperty("Setting")
    SETTING("settings of what is adopted"),
    @JsonProperty("LeftBehind")
    LEFT_BEHIND("left behind"),
    @JsonProperty("Deleted")
    DELETED("deleted with the stack");

    private final String words;

    Becomes(String words) {
      this.words = words;
    }
  }

  /**
   * A resource of a stack.
   *
   * @param becomes what becomes of it
   * @param resource path of the environment's resource that it becomes, as {@code
   *     Queue/SoundbiteQueue}; null when it becomes none
   * @param isRetained whether it stays when the stack is deleted, or has stayed
   * @param remove a shell command that deletes it once its stack is deleted; null for what is the
   *     environment's
   */
  record Resource(
      String type,
      String logicalId,
      String name,
      Becomes becomes,
      @Nullable String resource,
      @JsonProperty("isRetained") boolean isRetained,
      @Nullable String remove) {

    static Resource of(PlannedResource planned, boolean isDeleted) {
      var resource = planned.resource();
      return new Resource(
          resource.type(),
          resource.logicalId(),
          resource.name(),
          switch (planned.fate()) {
            case Fate.Adopted any -> Becomes.ADOPTED;
            case Fate.Setting any -> Becomes.SETTING;
            case Fate.LeftBehind any ->
                resource.isRetained() ? Becomes.LEFT_BEHIND : Becomes.DELETED;
          },
          planned.fate() instanceof Fate.Adopted(var path) ? path : null,
          resource.isRetained(),
          isDeleted && planned.isLeftBehind() ? Removal.of(resource) : null);
    }

    private String words() {
      return switch (becomes) {
        case ADOPTED -> becomes.words + " as " + resource;
        case SETTING -> "the operator's own in its place";
        case LEFT_BEHIND, DELETED -> becomes.words;
      };
    }
  }

  static MigratedStack of(PlannedStack stack) {
    return new MigratedStack(
        stack.name(),
        stack.isDeleted(),
        stack.resources().stream()
            .map(it -> Resource.of(it, stack.isDeleted()))
            .sorted(Comparator.comparing(Resource::becomes))
            .toList());
  }

  Stream<String> removals() {
    return resources.stream().flatMap(it -> Stream.ofNullable(it.remove()));
  }

  void print(Page page) {
    page.gap().line("%s   %s%s".formatted(name, isDeleted ? "deleted; " : "", counts()));
    if (!resources.isEmpty()) {
      var table = Table.of("TYPE", "NAME", "BECOMES");
      resources.forEach(it -> table.row(it.type(), it.name(), it.words()));
      page.table(2, table);
    }
  }

  private String counts() {
    var counts =
        Stream.of(Becomes.values())
            .map(becomes -> count(becomes))
            .filter(it -> !it.isEmpty())
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? "nothing is left" : counts;
  }

  private String count(Becomes becomes) {
    var count = resources.stream().filter(it -> it.becomes() == becomes).count();
    return count == 0 ? "" : count + " " + becomes.words;
  }
}
