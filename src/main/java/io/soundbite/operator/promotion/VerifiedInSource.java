package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.blueprint.Digest;
import io.soundbite.operator.promotion.Ruling.Open;
import io.soundbite.operator.promotion.Ruling.Shut;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The environment before has verified this very digest with this very blueprint. A tag says
 * nothing: it may have been pushed again. What it rejected since counts no more.
 */
record VerifiedInSource() implements Gate {
  @Override
  public String name() {
    return Gates.VERIFIED;
  }

  @Override
  public Ruling judge(Promotion promotion, Candidate candidate) {
    return switch (promotion.source()) {
      case Source.None() ->
          promotion.rules().from() == null
              ? new Open(name(), "No environment goes before this one.")
              : missing(promotion.rules().from().name());
      case Source.Missing(var source) -> missing(source);
      case Source.Known source when source.drifted() > 0 ->
          shut(
              "SourceDrifted",
              "%s is not as declared: %d of its fields or resources drifted, so nothing it runs is"
                      .formatted(source.name(), source.drifted())
                  + " proof. This opens when its drift is put right.");
      case Source.Known source -> known(source, candidate);
    };
  }

  private Ruling known(Source.Known source, Candidate candidate) {
    var name = source.name();
    var rejection = source.rejected().ofImage(candidate.digest());
    if (rejection.isPresent()) {
      return rejected(name, candidate, rejection.get());
    }
    if (!source.held(candidate).isEmpty()) {
      return new Open(name(), "%s has verified %s with this blueprint.".formatted(name, candidate));
    }
    if (find(source, it -> it.digest().equals(candidate.digest())).isPresent()) {
      return shut(
          "ShapeDiffers",
          "%s has verified %s, but with another version of the blueprint. This opens when it has"
                  .formatted(name, candidate)
              + " verified it as this operator renders it, which it does by itself after an"
              + " upgrade of the operator.");
    }
    if (source.live().filter(it -> it.digest().equals(candidate.digest())).isPresent()) {
      return shut(
          Gates.VERIFYING,
          "%s runs %s, and has not held Ready with it for long enough yet. This opens when it has."
              .formatted(name, candidate));
    }
    return find(source, it -> it.tag().equals(candidate.tag()))
        .map(it -> moved(name, candidate, it))
        .orElseGet(
            () ->
                shut(
                    "NotVerified",
                    "%s has not verified %s: %s. This opens when it has held Ready with this"
                            .formatted(name, candidate, source.current())
                        + " digest."));
  }

  private Ruling rejected(String source, Candidate candidate, RejectedEntry rejection) {
    return shut(
        "RejectedInSource",
        "%s rejected %s at %s. %s This opens when %ssomebody revokes that: %s."
            .formatted(
                source,
                candidate,
                rejection.since(),
                rejection.message(),
                rejection.cause() == RejectedEntry.Cause.REQUEST
                    ? ""
                    : "%s has held Ready with it again, or when ".formatted(source),
                Rejections.revocation(source, rejection)));
  }

  private Ruling moved(String source, Candidate candidate, VerifiedEntry verified) {
    return shut(
        "DigestMoved",
        "%s has verified %s as %s, but here the tag is %s: it was pushed again. This opens when %s"
                .formatted(
                    source,
                    candidate.tag(),
                    Digest.brief(verified.digest()),
                    Digest.brief(candidate.digest()),
                    source)
            + " has verified this digest too; better give it a tag of its own.");
  }

  private Ruling missing(String source) {
    return shut(
        "SourceMissing",
        "spec.promotion.from names %s, and there is no such environment. This opens when there is"
                .formatted(source)
            + " one that has verified the image, or when spec.promotion.from names another.");
  }

  private Ruling shut(String reason, String message) {
    return new Shut(name(), reason, message, Optional.empty());
  }

  private static Optional<VerifiedEntry> find(Source.Known source, Predicate<VerifiedEntry> which) {
    return source.verified().stream().filter(which).findFirst();
  }
}
