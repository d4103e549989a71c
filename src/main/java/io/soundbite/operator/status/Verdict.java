package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.ParityDifference;
import io.soundbite.operator.blueprint.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether two environments are identical infrastructure on live state: neither has drifted from the
 * blueprint, everything was read, and both were brought to the same blueprint.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}, as conditions have it
 * @param equal null while it is not known, or there are no two
 * @param reason CamelCase
 * @param differences all that are known by name
 */
public record Verdict(
    String status,
    @Nullable Boolean equal,
    String reason,
    String message,
    List<ParityDifference> differences) {
  private static final int SHOWN = 3;

  /** What is known of {@code own} against {@code other}. What differs for sure comes first. */
  public static Verdict between(Standing own, Standing other) {
    var both = List.of(own, other);
    var structure = structure(own, other);
    var drifted = own.drifted() + other.drifted();
    if (drifted > 0) {
      var all = Stream.concat(both.stream().flatMap(Verdict::drift), structure.stream()).toList();
      return different(all, drifted + structure.size());
    }
    return both.stream()
        .flatMap(side -> unread(side).stream())
        .findFirst()
        .or(() -> both.stream().flatMap(side -> underWay(side).stream()).findFirst())
        .orElseGet(
            () -> structure.isEmpty() ? identical(other) : different(structure, structure.size()));
  }

  /** There is nothing to compare with, until the spec is another. */
  static Verdict impossible(String reason, String message) {
    return new Verdict("False", null, reason, message, List.of());
  }

  private static Verdict unknown(String reason, String message) {
    return new Verdict("Unknown", null, reason, message, List.of());
  }

  private static Verdict identical(Standing other) {
    return new Verdict(
        "True",
        true,
        "Identical",
        ("Identical infrastructure to %s: the same blueprint, and nothing live differs from it."
                + " status.parity.configuration lists what is declared differently.")
            .formatted(other.name()),
        List.of());
  }

  private static Verdict different(List<ParityDifference> differences, int count) {
    var shown =
        differences.stream()
            .limit(SHOWN)
            .map(ParityDifference::text)
            .collect(Collectors.joining("; "));
    var more = count - Math.min(SHOWN, differences.size());
    return new Verdict(
        "False",
        false,
        "Different",
        shown + (more > 0 ? "; and %d more.".formatted(more) : "."),
        differences);
  }

  private static Optional<Verdict> unread(Standing side) {
    if (side.read()) {
      return Optional.empty();
    }
    var message =
        side.drift() == null
            ? "%s has not been read as a whole yet.".formatted(side.name())
            : "%d resources of %s could not be read; its condition Synced says why."
                .formatted(side.drift().unread(), side.name());
    return Optional.of(unknown("Unread", message));
  }

  private static Optional<Verdict> underWay(Standing side) {
    return side.whole()
        ? Optional.empty()
        : Optional.of(
            unknown(
                "Converging",
                "%s is not as its spec asks yet; its conditions Ready and Synced say why."
                    .formatted(side.name())));
  }

  private static Stream<ParityDifference> drift(Standing side) {
    return Optional.ofNullable(side.drift()).stream()
        .flatMap(drift -> drift.resources().stream())
        .map(
            it ->
                new ParityDifference(side.name(), it.resource(), it.field(), it.want(), it.have()));
  }

  private static List<ParityDifference> structure(Standing own, Standing other) {
    var found = new ArrayList<ParityDifference>();
    compare(own, other, "Blueprint", "/shapeHash", own.shape(), other.shape())
        .ifPresent(found::add);
    for (var stack : Stack.values()) {
      compare(
              own,
              other,
              stack.label(),
              "/resources",
              own.resources().get(stack),
              other.resources().get(stack))
          .ifPresent(found::add);
    }
    return found;
  }

  /** A side that says nothing differs in nothing. */
  private static Optional<ParityDifference> compare(
      Standing own,
      Standing other,
      String what,
      String field,
      @Nullable Object have,
      @Nullable Object want) {
    return have == null || want == null || have.equals(want)
        ? Optional.empty()
        : Optional.of(
            new ParityDifference(
                own.name(), what, field, want + " as in " + other.name(), have.toString()));
  }
}
