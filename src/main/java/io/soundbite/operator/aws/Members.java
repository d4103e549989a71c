package io.soundbite.operator.aws;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every structure of an answer that says how a resource of a kind of ours is set up. */
final class Members {
  private Members() {}

  /** All, as the table has them. */
  static List<Structure> all() {
    return Stream.of(
            TableMembers.all(),
            BucketMembers.all(),
            MessageMembers.all(),
            RoleMembers.all(),
            RepositoryMembers.all(),
            LogMembers.all(),
            AlarmMembers.all(),
            ClusterMembers.all())
        .flatMap(List::stream)
        .toList();
  }

  /** The table of docs/drift.md, in Markdown. */
  static String table() {
    return all().stream().map(Structure::row).collect(Collectors.joining());
  }
}
