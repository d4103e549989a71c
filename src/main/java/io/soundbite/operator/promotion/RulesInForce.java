package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.FreezeSpec;
import io.soundbite.operator.api.v1alpha1.GateRules;
import io.soundbite.operator.api.v1alpha1.PromotionSpec.Approval;
import io.soundbite.operator.api.v1alpha1.PromotionStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The gates as the spec declares them, and as they were in force before. Whoever may change the
 * spec must not let a release through by asking for less in the same change, or in one before.
 *
 * @param former in force so far; ask for nothing where nothing is recorded, as after a restore
 * @param permitted whether somebody has permitted this generation of the spec to ask for less
 * @param generation of the spec
 */
public record RulesInForce(
    GateRules former, GateRules declared, boolean permitted, long generation) {

  /** Returns those of {@code resource}. */
  public static RulesInForce of(SoundBiteEnvironment resource) {
    var generation = resource.getMetadata().getGeneration();
    return new RulesInForce(
        Optional.ofNullable(EnvironmentStatus.of(resource).promotion())
            .map(PromotionStatus::rules)
            .orElseGet(GateRules::none),
        GateRules.of(resource),
        Annotations.value(resource, Annotations.ALLOW_WEAKER_GATES)
            .filter(String.valueOf(generation)::equals)
            .isPresent(),
        generation == null ? 0 : generation);
  }

  /** Returns those of an environment whose gates have never asked for less. */
  static RulesInForce fresh() {
    return new RulesInForce(GateRules.none(), GateRules.none(), false, 0);
  }

  /** Returns what is in force from now on; empty when it asks for nothing. */
  public Optional<GateRules> next() {
    return Optional.of(permitted ? declared : stricter())
        .filter(it -> !it.equals(GateRules.none()));
  }

  /** Returns whether another environment, or none, would go before this one. */
  boolean isOfAnotherSource() {
    return former.source().isPresent() && !former.source().equals(declared.source());
  }

  /** Returns whether no Job would verify a release any more. */
  boolean isUnverified() {
    return former.verification() && !declared.verification();
  }

  /** Returns, in words, where the spec asks for less than what is in force; each is a field. */
  List<String> weakened() {
    var words = new ArrayList<String>();
    if (permitted) {
      return words;
    }
    if (former.approval() == Approval.MANUAL && declared.approval() == Approval.AUTOMATIC) {
      words.add("spec.promotion.approval is Automatic instead of Manual");
    }
    if (isOfAnotherSource()) {
      words.add(
          "spec.promotion.from is %s instead of %s"
              .formatted(declared.source().orElse("absent"), former.from()));
    }
    if (declared.soaking().compareTo(former.soaking()) < 0) {
      words.add(
          "spec.promotion.soak is %s instead of %s".formatted(declared.soak(), former.soak()));
    }
    former.freezes().stream()
        .filter(it -> !declared.freeze().contains(GateRules.text(it)))
        .map(FreezeSpec::schedule)
        .forEach(
            it -> words.add("spec.promotion.freeze has \"%s\" no more as it was".formatted(it)));
    if (isUnverified()) {
      words.add("spec.rollout.verification is absent");
    }
    return words;
  }

  private GateRules stricter() {
    return new GateRules(
        isOfAnotherSource() ? former.from() : declared.from(),
        declared.soaking().compareTo(former.soaking()) < 0 ? former.soak() : declared.soak(),
        former.approval() == Approval.MANUAL ? Approval.MANUAL : declared.approval(),
        Stream.concat(declared.freeze().stream(), former.freeze().stream()).distinct().toList(),
        former.verification() || declared.verification());
  }
}
