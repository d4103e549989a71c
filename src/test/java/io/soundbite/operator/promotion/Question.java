package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.FreezeSpec;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.PromotionSpec;
import io.soundbite.operator.api.v1alpha1.PromotionSpec.Approval;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.RejectedEntry.Cause;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.SourceSpec;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.blueprint.Digest;
import io.soundbite.operator.rollout.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a release may go live in production. Staging has verified it an hour ago and holds it
 * still, production runs the one before, and no more is asked for, unless said otherwise.
 */
final class Question {
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  static final String SHAPE = "5ha9e";
  static final String OTHER_SHAPE = "0ther";
  static final String HASH = "a".repeat(40);
  static final Contents CONTENTS = new Contents("c0f19", false, HASH);

  Candidate candidate = candidate("1.4.2", digest('b'));
  @Nullable Sought sought;
  @Nullable ReleaseStatus live = live("1.4.1", digest('a'));
  List<HistoryEntry> history = new ArrayList<>();
  List<VerifiedEntry> own = new ArrayList<>();
  List<VerifiedEntry> staging =
      new ArrayList<>(List.of(entry(candidate, SHAPE, NOON.minus(Duration.ofHours(1)), null)));
  List<RejectedEntry> rejected = new ArrayList<>();
  List<RejectedEntry> rejectedThere = new ArrayList<>();
  @Nullable Source source;
  ReleaseStatus there = live("1.4.3", digest('d'));
  int drifted;
  String soak = "0s";
  Approval approval = Approval.AUTOMATIC;
  List<FreezeSpec> freezes = List.of();
  @Nullable String approved;
  RulesInForce inForce = RulesInForce.fresh();
  Instant now = NOON;

  static String digest(char digit) {
    return "sha256:" + String.valueOf(digit).repeat(64);
  }

  static Candidate candidate(String tag, String digest) {
    return new Candidate(
        tag, digest, Optional.of(revision(tag, digest)), SHAPE, Optional.of(CONTENTS));
  }

  static String revision(String tag, String digest) {
    return "prod-" + tag + "-" + digest.charAt(7);
  }

  static ReleaseStatus live(String tag, String digest) {
    return new ReleaseStatus(
        tag,
        digest,
        Digest.brief(digest),
        "c0f19",
        revision(tag, digest),
        Slot.BLUE,
        NOON.minus(Duration.ofDays(7)).toString());
  }

  static VerifiedEntry entry(
      Candidate candidate, String shape, Instant since, @Nullable Instant until) {
    return new VerifiedEntry(
        candidate.tag(),
        candidate.digest(),
        "c0f19",
        shape,
        since.toString(),
        until == null ? null : until.toString());
  }

  static HistoryEntry history(Candidate candidate, Outcome outcome) {
    return new HistoryEntry(
        candidate.tag(),
        candidate.digest(),
        "c0f19",
        candidate.revision().orElseThrow(),
        Slot.GREEN,
        NOON.toString(),
        null,
        outcome,
        1L,
        null,
        null,
        null,
        null);
  }

  /** The image is rejected since {@code since}. */
  static RejectedEntry rejection(Candidate candidate, Cause cause, Instant since) {
    return new RejectedEntry(
        candidate.tag(), candidate.digest(), null, since.toString(), cause, "It was bad.");
  }

  static FreezeSpec freeze(String schedule, String duration, String zone) {
    return new FreezeSpec(schedule, duration, zone);
  }

  /** Staging held the candidate. */
  Question held(Instant since, @Nullable Instant until) {
    staging.clear();
    staging.add(entry(candidate, SHAPE, since, until));
    return this;
  }

  Promotion promotion() {
    var from = source instanceof Source.None ? null : new SourceSpec("staging", null);
    return new Promotion(
        new PromotionSpec(from, soak, approval, freezes),
        sought == null ? new Sought.Found(candidate) : sought,
        new Own(
            "soundbite",
            "production",
            new Recorded(live, null, history),
            own,
            new Rejections(rejected)),
        source == null
            ? new Source.Known(
                "soundbite/staging",
                staging,
                new Rejections(rejectedThere),
                drifted,
                Optional.of(there))
            : source,
        Optional.ofNullable(approved),
        inForce,
        now);
  }

  Verdict verdict() {
    return Gates.judge(promotion());
  }

  /** What the gate of that name says. */
  Ruling ruling(String gate) {
    return verdict().rulings().stream()
        .filter(it -> it.gate().equals(gate))
        .findFirst()
        .orElseThrow();
  }

  /** The gate it waits at. */
  Ruling.Shut shut() {
    return verdict().firstShut().orElseThrow(() -> new AssertionError("every gate is open"));
  }
}
