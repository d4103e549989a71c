package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.LastHandled;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.engine.Protection;
import io.soundbite.operator.status.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What people ask for by annotation, each value once. */
record Requests(SoundBiteEnvironment resource, EnvironmentStatus before) {
  private static final String IMAGE =
      "[A-Za-z0-9_][A-Za-z0-9._-]*@sha256:[0-9a-f]{64}([+][0-9a-f]{40})?(~\\S+)?";

  /**
   * What will have been acted on after this turn.
   *
   * @param there the data resources that are there: to make them anew is asked for no more
   * @param begun what an approval of it says that the spec asks for, once it has passed the gates
   */
  LastHandled handled(Set<String> there, Optional<String> begun) {
    var recreate = value(Annotations.RECREATE);
    return new LastHandled(
        value(Annotations.RECONCILE_REQUESTED_AT).orElse(null),
        value(Annotations.APPLY).orElse(null),
        recreate.filter(it -> isLost(it) && !there.contains(it)).isPresent()
            ? last(LastHandled::recreate)
            : recreate.orElse(null),
        value(Annotations.APPROVE)
            .filter(it -> begun.filter(image -> isFor(it, image)).isPresent())
            .orElseGet(() -> last(LastHandled::approve)),
        last(LastHandled::redrive),
        value(Annotations.REJECT).orElse(null));
  }

  /** Whether {@code approval} is for {@code image}, and possibly for one rejection of it. */
  private static boolean isFor(String approval, String image) {
    return approval.equals(image) || approval.startsWith(image + "~");
  }

  /** The same, while nothing is done about data. */
  LastHandled handled() {
    return handled(Set.of(), Optional.empty());
  }

  /** Whether a look at everything was asked for, and was not had. */
  boolean anew() {
    return fresh(Annotations.RECONCILE_REQUESTED_AT, LastHandled::reconcileRequestedAt).isPresent();
  }

  /** The plan that somebody has agreed to since. */
  Optional<String> apply() {
    return fresh(Annotations.APPLY, LastHandled::apply);
  }

  /** What asks for dead letters to be moved back, if they were not since. */
  Optional<String> redrive() {
    return fresh(Annotations.REDRIVE, LastHandled::redrive).filter(it -> !it.isBlank());
  }

  /** What is to be rejected, or to be rejected no more. */
  Rejecting rejecting() {
    return new Rejecting(before, fresh(Annotations.REJECT, LastHandled::reject));
  }

  /** Whether nothing is to be done until further notice. */
  boolean paused() {
    return isTrue(Annotations.PAUSED);
  }

  /** Whether the finalizer is to let go, whatever is left behind. */
  boolean abandoned() {
    return isTrue(Annotations.ABANDON);
  }

  /** Returns whether the environment is said to have been restored, and its data with it. */
  boolean restored() {
    return isTrue(Annotations.RESTORED);
  }

  /** What data and guards are protected from. */
  Protection protection() {
    return new Protection(
        Set.copyOf(before.data()),
        fresh(Annotations.RECREATE, LastHandled::recreate),
        value(Annotations.ALLOW_DOWNGRADE)
            .filter(String.valueOf(resource.getMetadata().getGeneration())::equals)
            .isPresent());
  }

  /** Whether the spec is another than the one status speaks of. */
  boolean changed() {
    return !resource.getMetadata().getGeneration().equals(before.observedGeneration());
  }

  /** Values that mean nothing, and so change nothing. */
  List<Note> refusals() {
    var notes = new ArrayList<Note>();
    for (var annotation : List.of(Annotations.PAUSED, Annotations.ABANDON, Annotations.RESTORED)) {
      value(annotation)
          .filter(it -> !Set.of("true", "false").contains(it))
          .ifPresent(it -> notes.add(refused(annotation, it, "it must be \"true\" or \"false\"")));
    }
    for (var annotation : List.of(Annotations.ALLOW_DOWNGRADE, Annotations.ALLOW_WEAKER_GATES)) {
      value(annotation)
          .filter(it -> !it.matches("[0-9]+"))
          .ifPresent(it -> notes.add(refused(annotation, it, "it must be a metadata.generation")));
    }
    value(Annotations.APPROVE)
        .filter(it -> !it.matches(IMAGE))
        .ifPresent(
            it ->
                notes.add(
                    refused(
                        Annotations.APPROVE,
                        it,
                        "it must be <tag>@sha256:<64 hexadecimal digits>+<40 hexadecimal digits>,"
                            + " as status.promotion.approval has it")));
    rejecting().refusal().ifPresent(notes::add);
    fresh(Annotations.RECREATE, LastHandled::recreate)
        .filter(it -> !isLost(it))
        .ifPresent(
            it ->
                notes.add(
                    refused(
                        Annotations.RECREATE,
                        it,
                        "it must be one of " + String.join(", ", before.data()))));
    return notes;
  }

  static Note refused(String annotation, String value, String why) {
    return new Note(
        true, "AnnotationRefused", "%s: %s is refused: %s.".formatted(annotation, value, why));
  }

  /** Whether it may be: it has been there. */
  private boolean isLost(String resource) {
    return before.data().contains(resource);
  }

  private boolean isTrue(String annotation) {
    return value(annotation).filter("true"::equals).isPresent();
  }

  private Optional<String> fresh(
      String annotation, Function<LastHandled, @Nullable String> handled) {
    return value(annotation).filter(it -> !Objects.equals(it, last(handled)));
  }

  private @Nullable String last(Function<LastHandled, @Nullable String> handled) {
    return before.lastHandled() == null ? null : handled.apply(before.lastHandled());
  }

  private Optional<String> value(String annotation) {
    return Annotations.value(resource, annotation);
  }
}
