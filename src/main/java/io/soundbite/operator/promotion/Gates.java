package io.soundbite.operator.promotion;

import io.soundbite.operator.promotion.Ruling.Open;
import io.soundbite.operator.promotion.Ruling.Shut;
import io.soundbite.operator.promotion.Ruling.Unjudged;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All that stands before a release going live, in order. */
public final class Gates {
  /** The tag asked for is in the registry. */
  public static final String IMAGE = "ImageExists";

  /** Its digest is known. */
  public static final String DIGEST = "DigestResolved";

  /** The environment before has verified that digest with the same blueprint. */
  public static final String VERIFIED = "VerifiedInSource";

  /** It has held it, verified, for long enough. */
  public static final String SOAK = "Soak";

  /** It is no time in which releases wait. */
  public static final String FREEZE = "Freeze";

  /** Somebody has approved exactly this image and configuration, where that is asked for. */
  public static final String APPROVAL = "Approval";

  /**
   * What was in force before the spec came to ask for less lets it through, or that is permitted.
   */
  public static final String RULES = "RulesInForce";

  /** Reason of a gate that opens by itself, if the environment before stays Ready. */
  public static final String VERIFYING = "Verifying";

  /** Reason of a freeze that can't be read. */
  public static final String FREEZE_INVALID = "FreezeInvalid";

  private static final List<Gate> CHAIN =
      List.of(new VerifiedInSource(), new Soak(), new Freeze(), new Approval(), new FormerRules());

  private Gates() {}

  /**
   * What every gate says. A shut gate keeps none behind it from being judged, as far as that can be
   * done without it.
   */
  public static Verdict judge(Promotion promotion) {
    return switch (promotion.sought()) {
      case Sought.NotFound(var reason, var message) ->
          unknown(new Shut(IMAGE, reason, message, Optional.empty()), new Unjudged(DIGEST));
      case Sought.Resolving(var message) ->
          unknown(new Unjudged(IMAGE), new Shut(DIGEST, "Resolving", message, Optional.empty()));
      case Sought.Found(var candidate) -> known(promotion, candidate);
    };
  }

  private static Verdict unknown(Ruling image, Ruling digest) {
    return verdict(image, digest, CHAIN.stream().map(gate -> new Unjudged(gate.name())));
  }

  private static Verdict known(Promotion promotion, Candidate candidate) {
    var exemption = Exemption.of(promotion.own(), candidate);
    return verdict(
        new Open(IMAGE, "The registry has %s.".formatted(candidate.tag())),
        new Open(DIGEST, "%s is %s.".formatted(candidate.tag(), candidate.digest())),
        CHAIN.stream()
            .map(
                gate ->
                    exemption.covers(gate.name())
                        ? new Open(gate.name(), exemption.of(candidate))
                        : told(gate.judge(promotion, candidate), promotion.own(), candidate)));
  }

  /** Says also that the candidate was rejected here, which is why it waits. */
  private static Ruling told(Ruling ruling, Own own, Candidate candidate) {
    return ruling instanceof Shut(var gate, var reason, var message, var opens)
        ? own.rejection(candidate)
            .<Ruling>map(
                it ->
                    new Shut(
                        gate,
                        reason,
                        "%s It was rejected here at %s, and so passes the gates again. %s"
                            .formatted(message, it.since(), it.message()),
                        opens))
            .orElse(ruling)
        : ruling;
  }

  private static Verdict verdict(Ruling image, Ruling digest, Stream<? extends Ruling> others) {
    return new Verdict(Stream.<Ruling>concat(Stream.of(image, digest), others).toList());
  }
}
