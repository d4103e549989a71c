package io.soundbite.operator.promotion;

import static io.soundbite.operator.promotion.Question.NOON;
import static io.soundbite.operator.promotion.Question.candidate;
import static io.soundbite.operator.promotion.Question.digest;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.PromotionSpec.Approval;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.rollout.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What holds whatever was released and verified before, here and in the environment before. */
class GatePropertiesTest {
  private static final Duration SOAK = Duration.ofMinutes(10);
  private static final List<String> TAGS = List.of("1.4.1", "1.4.2");
  private static final List<String> DIGESTS = List.of(digest('a'), digest('b'), digest('c'));
  private static final List<String> SHAPES = List.of(Question.SHAPE, Question.OTHER_SHAPE);

  /** No gate opens by another digest's or another blueprint's merits, or by too short a time. */
  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  void opensOnlyForWhatTheSourceHeldOrWhatIsExempt(
      @ForAll("candidates") Candidate candidate,
      @ForAll("candidates") Candidate live,
      @ForAll("entries") List<VerifiedEntry> staging,
      @ForAll("entries") List<VerifiedEntry> own,
      @ForAll("histories") List<HistoryEntry> history,
      @ForAll("rejections") List<RejectedEntry> rejected,
      @ForAll("rejections") List<RejectedEntry> rejectedThere) {
    var question = question(candidate, live, staging, own, history);
    question.rejected = rejected;
    question.rejectedThere = rejectedThere;

    var open = question.verdict().isOpen();

    var held =
        staging.stream().anyMatch(it -> isFor(candidate, it) && isLongEnough(it))
            && rejectedThere.stream()
                .noneMatch(it -> it.digest().equals(candidate.digest()) && it.revision() == null);
    assertThat(open).isEqualTo(held || isExempt(question));
    Statistics.label("open").collect(open);
  }

  /** Waiting is enough when the gates say so, and a moment less is not. */
  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void opensWhenItSays(
      @ForAll("candidates") Candidate candidate,
      @ForAll("candidates") Candidate live,
      @ForAll("entries") List<VerifiedEntry> staging) {
    var question = question(candidate, live, staging, List.of(), List.of());
    var opens = question.verdict().opens();
    Statistics.label("opens").collect(opens.isPresent());

    opens.ifPresent(
        at -> {
          question.now = at.minusNanos(1);
          assertThat(question.verdict().isOpen()).isFalse();
          question.now = at;
          assertThat(question.verdict().isOpen()).isTrue();
        });
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void everyGateSaysSomethingInOrder(
      @ForAll("candidates") Candidate candidate,
      @ForAll("candidates") Candidate live,
      @ForAll("entries") List<VerifiedEntry> staging,
      @ForAll Approval approval) {
    var question = question(candidate, live, staging, List.of(), List.of());
    question.approval = approval;

    assertThat(question.verdict().rulings())
        .extracting(Ruling::gate)
        .containsExactly(
            Gates.IMAGE,
            Gates.DIGEST,
            Gates.VERIFIED,
            Gates.SOAK,
            Gates.FREEZE,
            Gates.APPROVAL,
            Gates.RULES);
    assertThat(question.verdict().isOpen()).isEqualTo(question.verdict().firstShut().isEmpty());
  }

  private static Question question(
      Candidate candidate,
      Candidate live,
      List<VerifiedEntry> staging,
      List<VerifiedEntry> own,
      List<HistoryEntry> history) {
    var question = new Question();
    question.candidate = candidate;
    question.live = Question.live(live.tag(), live.digest());
    question.staging = staging;
    question.own = own;
    question.history = history;
    question.soak = "10m";
    return question;
  }

  private static boolean isFor(Candidate candidate, VerifiedEntry entry) {
    return entry.digest().equals(candidate.digest()) && entry.shapeHash().equals(candidate.shape());
  }

  private static boolean isLongEnough(VerifiedEntry entry) {
    var until = entry.until() == null ? NOON : Instant.parse(entry.until());
    return !Instant.parse(entry.since()).plus(SOAK).isAfter(until);
  }

  private static boolean isExempt(Question question) {
    var candidate = question.candidate;
    var live = question.live;
    var revision = candidate.revision().orElse("");
    if (live.revision().equals(revision)) {
      return true;
    }
    if (question.rejected.stream()
        .filter(it -> it.digest().equals(candidate.digest()))
        .anyMatch(it -> it.revision() == null || it.revision().equals(revision))) {
      return false;
    }
    var behind = Predecessors.of(new Recorded(live, null, question.history), question.own);
    return behind.has(revision)
        || question.own.stream()
            .filter(it -> it.digest().equals(candidate.digest()))
            .anyMatch(
                it ->
                    live.digest().equals(it.digest())
                        ? isFor(candidate, it)
                        : behind.hasImage(it.digest()));
  }

  @Provide
  Arbitrary<Candidate> candidates() {
    var whole =
        Combinators.combine(Arbitraries.of(TAGS), Arbitraries.of(DIGESTS)).as(Question::candidate);
    return Arbitraries.oneOf(
        whole,
        whole.map(it -> new Candidate(it.tag(), it.digest(), Optional.empty(), it.shape())),
        whole.map(
            it -> new Candidate(it.tag(), it.digest(), Optional.of("prod-other"), it.shape())));
  }

  @Provide
  Arbitrary<List<VerifiedEntry>> entries() {
    return Combinators.combine(
            Arbitraries.of(TAGS),
            Arbitraries.of(DIGESTS),
            Arbitraries.of(SHAPES),
            Arbitraries.integers().between(0, 1200),
            Arbitraries.integers().between(0, 1200))
        .as(
            (tag, digest, shape, age, length) ->
                Question.entry(
                    candidate(tag, digest),
                    shape,
                    NOON.minusSeconds(age),
                    length >= age ? null : NOON.minusSeconds(age - length)))
        .list()
        .ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<RejectedEntry>> rejections() {
    return Combinators.combine(
            Arbitraries.of(TAGS),
            Arbitraries.of(DIGESTS),
            Arbitraries.of(RejectedEntry.Cause.values()),
            Arbitraries.of(true, false))
        .as(
            (tag, digest, cause, whole) ->
                new RejectedEntry(
                    tag,
                    digest,
                    whole ? null : Question.revision(tag, digest),
                    NOON.toString(),
                    cause,
                    "Bad."))
        .list()
        .ofMaxSize(1);
  }

  @Provide
  Arbitrary<List<HistoryEntry>> histories() {
    return Combinators.combine(
            Arbitraries.of(TAGS),
            Arbitraries.of(DIGESTS),
            Arbitraries.of(Outcome.REPLACED, Outcome.ABANDONED, Outcome.ROLLED_BACK))
        .as((tag, digest, outcome) -> Question.history(candidate(tag, digest), outcome))
        .list()
        .ofMaxSize(2);
  }
}
