package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.THEM;
import static io.soundbite.operator.engine.Samples.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Lookups.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LookupsTest {
  private static final Duration GOOD_FOR = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final LinkedBlockingQueue<Owner> woken = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Object> answers = new LinkedBlockingQueue<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final Lookups<String, String> lookups =
      new Lookups<>(
          this::source,
          answer -> answer.equals("refused") ? Duration.ofSeconds(5) : GOOD_FOR,
          woken::add,
          clock,
          Duration.ofMillis(1));

  /** Blocks until the test has an answer, a bug or an error for it. */
  private String source(String question) {
    asked.incrementAndGet();
    try {
      return switch (answers.poll(10, TimeUnit.SECONDS)) {
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case Object answer -> answer + "";
      };
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Owner awaitWake() throws InterruptedException {
    return woken.poll(10, TimeUnit.SECONDS);
  }

  private Answer<String> known(String value, Duration goodFor) {
    return new Answer.Known<>(value, clock.instant().plus(goodFor));
  }

  @Test
  void pendingUntilAnsweredThenKnown() throws InterruptedException {
    assertThat(lookups.ask("account", US)).isEqualTo(new Answer.Pending<>());
    answers.add("123");

    assertThat(awaitWake()).isEqualTo(US);
    assertThat(lookups.ask("account", US)).isEqualTo(known("123", GOOD_FOR));
    assertThat(asked).hasValue(1);
  }

  @Test
  void manyAskersOneQuestionAllAreWokenOnce() throws InterruptedException {
    lookups.ask("account", US);
    lookups.ask("account", THEM);
    lookups.ask("account", US);
    answers.add("123");

    assertThat(List.of(awaitWake(), awaitWake())).containsExactlyInAnyOrder(US, THEM);
    assertThat(woken).isEmpty();
    assertThat(asked).hasValue(1);
  }

  @Test
  void whoWasAnsweredIsNotWokenByALaterQuestion() throws InterruptedException {
    lookups.ask("account", US);
    answers.add("123");
    awaitWake();
    lookups.ask("account", THEM);
    clock.pass(GOOD_FOR);
    lookups.ask("account", US);
    answers.add("123");

    assertThat(awaitWake()).isEqualTo(US);
    assertThat(woken).isEmpty();
  }

  @Test
  void anAnswerIsUsedForItsTimeAndNoLonger() throws InterruptedException {
    lookups.ask("account", US);
    answers.add("123");
    awaitWake();
    clock.pass(GOOD_FOR.minusMillis(1));
    assertThat(lookups.ask("account", US)).isInstanceOf(Answer.Known.class);
    clock.pass(Duration.ofMillis(1));
    assertThat(lookups.ask("account", US)).isInstanceOf(Answer.Pending.class);
    answers.add("456");
    awaitWake();

    assertThat(lookups.ask("account", US)).isEqualTo(known("456", GOOD_FOR));
  }

  @Test
  void aFailureIsAnAnswerForItsOwnTime() throws InterruptedException {
    lookups.ask("account", US);
    answers.add("refused");
    awaitWake();
    assertThat(lookups.ask("account", US)).isEqualTo(known("refused", Duration.ofSeconds(5)));
    clock.pass(Duration.ofSeconds(5));

    assertThat(lookups.ask("account", US)).isEqualTo(new Answer.Pending<>(Optional.of("refused")));
    answers.add("123");
    awaitWake();
    assertThat(lookups.ask("account", US)).isEqualTo(known("123", GOOD_FOR));
  }

  @Test
  void theFormerAnswerIsAtHandWhileItIsAskedForAgain() throws InterruptedException {
    assertThat(lookups.ask("account", US).latest()).isEmpty();
    assertThat(lookups.ask("account", US).due()).isEmpty();
    answers.add("123");
    awaitWake();
    assertThat(lookups.ask("account", US).latest()).contains("123");
    assertThat(lookups.ask("account", US).due()).contains(clock.instant().plus(GOOD_FOR));
    clock.pass(GOOD_FOR);

    assertThat(lookups.ask("account", US).latest()).contains("123");
    assertThat(lookups.ask("account", THEM).latest()).contains("123");
    assertThat(lookups.ask("account", THEM).due()).isEmpty();
    answers.add("456");
    awaitWake();
    assertThat(lookups.ask("account", US).latest()).contains("456");
  }

  @Test
  void anAnswerOfLongAgoIsForgotten() throws InterruptedException {
    lookups.ask("account", US);
    answers.add("123");
    awaitWake();
    clock.pass(GOOD_FOR.plus(Duration.ofMinutes(1)));

    assertThat(lookups.ask("account", US)).isEqualTo(new Answer.Pending<>());
    answers.add("456");
    awaitWake();
  }

  @Test
  void questionsDoNotWaitForEachOther() throws InterruptedException {
    var stuck = new CountDownLatch(1);
    var two =
        new Lookups<String, String>(
            question -> {
              if (question.equals("stuck")) {
                awaitOpen(stuck);
              }
              return question;
            },
            answer -> GOOD_FOR,
            woken::add,
            clock);
    two.ask("stuck", US);
    two.ask("quick", THEM);

    assertThat(awaitWake()).isEqualTo(THEM);
    stuck.countDown();
    assertThat(awaitWake()).isEqualTo(US);
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBugIsTriedAgainAfterAPauseAndWakesNobodyMeanwhile() throws InterruptedException {
    lookups.ask("account", US);
    answers.add(new IllegalStateException("a bug"));
    answers.add(new NoClassDefFoundError("another"));
    answers.add("123");

    assertThat(awaitWake()).isEqualTo(US);
    assertThat(woken).isEmpty();
    assertThat(lookups.ask("account", US)).isEqualTo(known("123", GOOD_FOR));
    assertThat(asked).hasValue(3);
  }

  @Test
  void whatOnlyTheForgottenAskedIsForgotten() throws InterruptedException {
    lookups.ask("account", US);
    answers.add("123");
    awaitWake();

    lookups.forget(US);

    assertThat(lookups.ask("account", US)).isEqualTo(new Answer.Pending<>());
    answers.add("456");
    awaitWake();
    assertThat(asked).hasValue(2);
  }

  @Test
  void whatWasPreparedForTheForgottenIsForgotten() throws InterruptedException {
    answers.add("123");
    lookups.prepare("account", US);
    await().until(() -> lookups.ask("account", US).latest().isPresent());
    assertThat(asked).hasValue(1);

    lookups.forget(US);
    answers.add("456");
    assertThat(lookups.ask("account", THEM)).isEqualTo(new Answer.Pending<>());
  }

  @Test
  void whatOthersAskedIsKept() throws InterruptedException {
    lookups.ask("account", US);
    lookups.ask("account", THEM);

    lookups.forget(US);
    answers.add("123");

    assertThat(awaitWake()).isEqualTo(THEM);
    assertThat(woken).isEmpty();
    assertThat(lookups.ask("account", THEM)).isEqualTo(known("123", GOOD_FOR));
  }

  @Test
  void aBugIsNotTriedAgainForTheForgotten() throws InterruptedException {
    lookups.ask("account", US);
    lookups.forget(US);
    answers.add(new IllegalStateException("a bug"));
    await().until(answers::isEmpty);
    lookups.ask("issuer", THEM);
    answers.add("456");

    assertThat(awaitWake()).isEqualTo(THEM);
    assertThat(answers).isEmpty();
    assertThat(asked).hasValue(2);
  }

  @Test
  void whoAsksInTheMomentOfTheAnswerIsAnsweredOrWoken() throws Exception {
    var quick = new Lookups<Integer, String>(any -> "now", any -> GOOD_FOR, woken::add, clock);
    for (int question = 0; question < 2000; question++) {
      var number = question;
      var together = new CyclicBarrier(2);
      var other =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      together.await();
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                    quick.ask(number, US);
                  });
      together.await();
      var answer = quick.ask(number, THEM);
      other.join();
      if (answer instanceof Answer.Pending) {
        var next = awaitWake();
        while (!THEM.equals(next)) {
          assertThat(next).as("question %d", number).isEqualTo(US);
          next = awaitWake();
        }
      }
    }
  }

  @Test
  void aSourceThatKeepsThrowingIsGivenUpOnAndAskedAgainOnlyByWhoStillNeedsIt()
      throws InterruptedException {
    lookups.ask("account", US);
    for (var attempt = 0; attempt < 6; attempt++) {
      answers.add(new IllegalStateException("bug"));
    }

    assertThat(awaitWake()).isEqualTo(US);
    assertThat(asked).hasValue(6);
    assertThat(lookups.ask("account", US)).isEqualTo(new Answer.Pending<>());
    answers.add("123");
    assertThat(awaitWake()).isEqualTo(US);
    assertThat(lookups.ask("account", US)).isEqualTo(known("123", GOOD_FOR));
  }
}
