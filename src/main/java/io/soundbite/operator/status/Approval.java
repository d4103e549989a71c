package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.PlanStatus;
import io.soundbite.operator.api.v1alpha1.PlanStep;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Consent;
import io.soundbite.operator.engine.Plan;
import io.soundbite.operator.engine.Protection;
import io.soundbite.operator.engine.Step;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may be done of a plan that waits for a person's yes, and how status shows it. A yes is to
 * one plan, by its hash: when the world has moved since, it is refused.
 *
 * @param status null when there is nothing to be done
 * @param refusal why the yes that was given counts for nothing
 */
public record Approval(Consent consent, @Nullable PlanStatus status, Optional<Note> refusal) {
  private static final int SHOWN = 20;

  /**
   * Judges a yes.
   *
   * @param apply the hash somebody has agreed to since the last time
   * @param before the plan as status showed it
   */
  public static Approval of(Plan plan, Optional<String> apply, @Nullable PlanStatus before) {
    var hash = plan.hash();
    var agreed = new HashSet<>(before == null ? Set.<String>of() : before.applying());
    var yes = apply.filter(hash::equals).isPresent();
    if (yes) {
      agreed.addAll(plan.fingerprints());
    }
    agreed.retainAll(plan.fingerprints());
    var consent =
        new Consent.Agreed(agreed, "waits for the annotation soundbite.io/apply: " + hash);
    return new Approval(
        consent,
        plan.isEmpty() ? null : status(plan, hash, agreed),
        yes ? Optional.empty() : apply.map(it -> refusal(it, plan)));
  }

  /**
   * Not everything has been read since the operator started: nothing can be shown anew, nor agreed
   * to. What was agreed to before goes on.
   */
  public static Approval unread(@Nullable PlanStatus before) {
    return new Approval(
        new Consent.Agreed(
            before == null ? Set.of() : Set.copyOf(before.applying()),
            "waits until everything was read"),
        before,
        Optional.empty());
  }

  /**
   * Everything may be done without asking.
   *
   * @param apply the hash somebody has agreed to all the same
   */
  public static Approval given(Optional<String> apply) {
    return new Approval(
        new Consent.All(),
        null,
        apply.map(
            it ->
                new Note(
                    true,
                    "ApplyRefused",
                    "soundbite.io/apply: %s is refused: spec.drift.policy is Heal, so nothing waits for it."
                        .formatted(it))));
  }

  /** Nothing may be done. */
  public static Approval withheld(String message) {
    return new Approval(new Consent.Withheld(message), null, Optional.empty());
  }

  /** The same, covering what the creation of {@code begun} still lacks. */
  public Approval completing(Set<Key> begun) {
    return consent instanceof Consent.Agreed(var parts, var none, var message)
        ? new Approval(new Consent.Agreed(parts, begun, message), status, refusal)
        : this;
  }

  private static Note refusal(String apply, Plan plan) {
    var message =
        plan.isEmpty()
            ? "soundbite.io/apply: %s is refused: there is nothing to be done.".formatted(apply)
            : "soundbite.io/apply: %s is refused: the plan is %s now; look at status.plan again."
                .formatted(apply, plan.hash());
    return new Note(true, "ApplyRefused", message);
  }

  private static PlanStatus status(Plan plan, String hash, Set<String> agreed) {
    return new PlanStatus(
        hash,
        count(plan, Step.Create.class),
        count(plan, Step.Update.class),
        count(plan, Step.Delete.class),
        count(plan, Step.Blocked.class) + (int) kept(plan).count(),
        steps(plan),
        agreed.stream().sorted().toList());
  }

  private static int count(Plan plan, Class<? extends Step> kind) {
    return (int) plan.steps().stream().filter(kind::isInstance).count();
  }

  /** What is only created comes last: who adopts wants to see what becomes of what there is. */
  private static List<PlanStep> steps(Plan plan) {
    return Stream.concat(
            plan.release().stream().map(it -> new PlanStep("Release", it, "blue-green")),
            plan.steps().stream()
                .filter(step -> !(step instanceof Step.Keep))
                .sorted(Comparator.comparing(Step.Create.class::isInstance))
                .flatMap(Approval::steps))
        .limit(SHOWN)
        .toList();
  }

  /** What is left as it is of resources that are written otherwise. */
  private static Stream<Step> kept(Plan plan) {
    return plan.steps().stream()
        .filter(step -> step instanceof Step.Update(var change) && !change.kept().isEmpty());
  }

  /** A step, and what it leaves as others set it. */
  private static Stream<PlanStep> steps(Step step) {
    return step instanceof Step.Update(var change) && !change.kept().isEmpty()
        ? Stream.of(
            step(step),
            new PlanStep(
                "Blocked", step.key().path(), Protection.weakens(step.key(), change.kept())))
        : Stream.of(step(step));
  }

  private static PlanStep step(Step step) {
    var path = step.key().path();
    return switch (step) {
      case Step.Update(var change) ->
          new PlanStep(
              "Update",
              path,
              change.diffs().stream().map(Object::toString).collect(Collectors.joining(", ")));
      case Step.Blocked blocked -> new PlanStep("Blocked", path, blocked.message());
      default -> new PlanStep(step.getClass().getSimpleName(), path, null);
    };
  }
}
