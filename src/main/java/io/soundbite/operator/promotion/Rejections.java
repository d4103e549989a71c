package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.RejectedEntry.Cause;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.blueprint.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The releases that an environment rejected: {@code status.rejected}.
 *
 * @param entries newest first, at most twenty
 */
public record Rejections(List<RejectedEntry> entries) {
  private static final int KEPT = 20;

  /** Keeps the newest; an image is remembered longer than a configuration. */
  public Rejections {
    entries = kept(entries);
  }

  /**
   * Returns what rejects a release.
   *
   * @param revision its name; empty where only its image is known
   */
  public Optional<RejectedEntry> of(String digest, Optional<String> revision) {
    return first(it -> it.applies(digest, revision));
  }

  /** Returns what rejects an image in whichever configuration. */
  public Optional<RejectedEntry> ofImage(String digest) {
    return first(it -> it.coversImage() && it.digest().equals(digest));
  }

  /** Returns what rejects the candidate. */
  Optional<RejectedEntry> of(Candidate candidate) {
    return of(candidate.digest(), candidate.revision());
  }

  /** Returns these and {@code entry}, which replaces an earlier rejection of the same. */
  public Rejections with(RejectedEntry entry) {
    var all = new ArrayList<>(entries);
    all.removeIf(it -> it.isOfSame(entry));
    all.addFirst(entry);
    return new Rejections(all);
  }

  /** Returns these without those that {@code which} selects. */
  public Rejections without(Predicate<RejectedEntry> which) {
    return new Rejections(entries.stream().filter(which.negate()).toList());
  }

  /**
   * Returns these without what has been verified since it was rejected. What somebody rejected by
   * hand stays until somebody revokes that.
   *
   * @param span in which the environment holds {@code live}, verified
   */
  public Rejections verified(ReleaseStatus live, VerifiedEntry span) {
    return without(
        it ->
            it.cause() != Cause.REQUEST
                && it.applies(live.digest(), Optional.of(live.revision()))
                && !it.isAfter(Instant.parse(span.since())));
  }

  /**
   * Returns the command that revokes {@code rejection}.
   *
   * @param environment {@code namespace/name}
   */
  public static String revocation(String environment, RejectedEntry rejection) {
    return "kubectl sbenv reject %s %s --revoke"
        .formatted(
            environment,
            rejection.revision() == null ? Digest.brief(rejection.digest()) : rejection.revision());
  }

  /** Returns what {@code rejection} rejects, for people. */
  public static String name(RejectedEntry rejection) {
    return "%s (%s%s)"
        .formatted(
            rejection.tag(),
            Digest.brief(rejection.digest()),
            rejection.revision() == null ? "" : ", only as " + rejection.revision());
  }

  private Optional<RejectedEntry> first(Predicate<RejectedEntry> which) {
    return entries.stream().filter(which).findFirst();
  }

  private static List<RejectedEntry> kept(List<RejectedEntry> all) {
    var kept = new ArrayList<>(all);
    while (kept.size() > KEPT) {
      var configuration = kept.reversed().stream().filter(it -> !it.coversImage()).findFirst();
      kept.remove(configuration.orElseGet(kept::getLast));
    }
    return List.copyOf(kept);
  }
}
