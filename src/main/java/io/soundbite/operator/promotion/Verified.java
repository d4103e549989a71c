package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an environment has verified: when it held Ready with which release. A function of what
 * status says, so that a restart forgets nothing.
 *
 * @param before {@code status.verified} so far, newest first
 * @param live null before the first release
 * @param history the newest entry of the live release
 * @param ready since when the condition Ready is True; empty while it is not
 * @param shape hash of the blueprint that the environment was brought to; empty before it was
 * @param trial whether a verification Job is declared, so that a release needs to have passed it
 */
public record Verified(
    List<VerifiedEntry> before,
    @Nullable ReleaseStatus live,
    Optional<HistoryEntry> history,
    Optional<Instant> ready,
    Optional<String> shape,
    boolean trial,
    Instant now) {
  /** For how long Ready must have held: a moment between two troubles proves nothing. */
  public static final Duration HOLD = Duration.ofSeconds(5);

  private static final int KEPT = 20;

  /** Copies the list. */
  public Verified {
    before = List.copyOf(before);
  }

  /** What {@code status.verified} should say now, newest first. */
  public List<VerifiedEntry> entries() {
    var opened = held().filter(it -> !now.isBefore(it)).flatMap(any -> opened());
    var others = before.stream().map(it -> isOn(it) ? named(it) : isOpen(it) ? ended(it) : it);
    return kept(Stream.concat(opened.stream(), others).toList());
  }

  /** The span that is on for the live release; empty while it is not verified. */
  public Optional<VerifiedEntry> current() {
    return entries().stream().filter(Verified::isOpen).findFirst();
  }

  /** When time alone will verify the live release, if it stays Ready. */
  public Optional<Instant> due() {
    return held().filter(now::isBefore);
  }

  /** When Ready will have held, or has, for a release that is not verified yet. */
  private Optional<Instant> held() {
    if (live == null || shape.isEmpty() || !isTried() || before.stream().anyMatch(this::isOn)) {
      return Optional.empty();
    }
    var since = Instant.parse(live.since());
    return ready.map(it -> it.isAfter(since) ? it : since).map(it -> it.plus(HOLD));
  }

  /** Whether it passed the verification Job that is declared, or none is. */
  public boolean isTried() {
    return !trial || history.map(HistoryEntry::verification).isPresent();
  }

  /** From now on: what was before may have been another shape. */
  private Optional<VerifiedEntry> opened() {
    return Optional.ofNullable(live)
        .flatMap(
            release ->
                shape.map(
                    it ->
                        new VerifiedEntry(
                            release.tag(),
                            release.digest(),
                            release.configHash(),
                            it,
                            now.toString(),
                            null)));
  }

  /** Whether it goes on: another release or another shape ends it, and nothing else. */
  private boolean isOn(VerifiedEntry entry) {
    return isOpen(entry)
        && live != null
        && entry.digest().equals(live.digest())
        && entry.configHash().equals(live.configHash())
        && shape.filter(it -> !it.equals(entry.shapeHash())).isEmpty();
  }

  /** Under the tag that is live: the digest decides, and it may have several. */
  private VerifiedEntry named(VerifiedEntry entry) {
    return new VerifiedEntry(
        live == null ? entry.tag() : live.tag(),
        entry.digest(),
        entry.configHash(),
        entry.shapeHash(),
        entry.since(),
        entry.until());
  }

  private VerifiedEntry ended(VerifiedEntry entry) {
    return new VerifiedEntry(
        entry.tag(),
        entry.digest(),
        entry.configHash(),
        entry.shapeHash(),
        entry.since(),
        now.toString());
  }

  private static List<VerifiedEntry> kept(List<VerifiedEntry> all) {
    if (all.size() <= KEPT || all.stream().limit(KEPT).anyMatch(Verified::isOpen)) {
      return all.stream().limit(KEPT).toList();
    }
    var open = all.stream().filter(Verified::isOpen).limit(1).toList();
    return Stream.concat(all.stream().limit(KEPT - open.size()), open.stream()).toList();
  }

  private static boolean isOpen(VerifiedEntry entry) {
    return entry.until() == null;
  }
}
