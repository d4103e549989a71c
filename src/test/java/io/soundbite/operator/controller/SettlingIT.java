package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** SQS may answer with a queue's old attributes for a minute after they were changed. */
@Tag("kind") // Lags of its own, to the second: the emulator answers at once.
class SettlingIT {
  private static final String QUEUE = "SoundBite-staging-SoundbiteQueue";

  private final Leap clock = new Leap();
  private final OldAnswers old = new OldAnswers();
  private final OperatorUnderTest operator = new OperatorUnderTest();

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void whatWasJustHealedIsNeitherDriftNorHealedAgain() {
    operator.start(clock, old);
    operator.apply(operator.example("staging"));
    operator.push("staging", "soundbite-staging-api", "1.4.1");
    operator.awaitReady("staging");
    clock.by(Duration.ofMinutes(20)); // what creation wrote has settled
    var seq = operator.journal().now();
    setVisibility("99");
    reread();
    await().until(() -> operator.journal().writesSince(seq).equals(attributesSet(2)));
    operator.awaitReady("staging");
    var healed = operator.journal().now();

    old.visibility = Optional.of("99");
    for (var time = 0; time < 3; time++) {
      reread();
      assertThat(operator.environment("staging").get())
          .matches(it -> is(it, "Synced", "True"), "in sync");
    }
    assertThat(old.given).hasPositiveValue();
    assertThat(operator.journal().writesSince(healed)).isEmpty();

    clock.by(Duration.ofSeconds(60));
    reread();
    await().until(() -> !operator.journal().writesSince(healed).isEmpty());
    assertThat(operator.journal().writesSince(healed)).as("by now").isEqualTo(attributesSet(1));
  }

  private static Map<String, Integer> attributesSet(int times) {
    return Map.of("sqs:SetQueueAttributes", times);
  }

  /** Has everything read, and returns when that has been taken in. */
  private void reread() {
    operator.reread("staging");
    operator.await("staging", it -> is(it, "Synced", "True"));
  }

  private void setVisibility(String seconds) {
    var sqs = operator.aws().sqs();
    var url = sqs.getQueueUrl(it -> it.queueName(QUEUE)).queueUrl();
    sqs.setQueueAttributes(
        it -> it.queueUrl(url).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, seconds)));
  }

  /** Answers as a server that has not heard of the newest change. */
  private static final class OldAnswers implements ExecutionInterceptor {
    private volatile Optional<String> visibility = Optional.empty();
    private final AtomicInteger given = new AtomicInteger();

    @Override
    public SdkResponse modifyResponse(
        Context.ModifyResponse context, ExecutionAttributes attributes) {
      if (visibility.isPresent()
          && context.request() instanceof GetQueueAttributesRequest request
          && request.queueUrl().endsWith(QUEUE)) {
        given.incrementAndGet();
        var response = (GetQueueAttributesResponse) context.response();
        var all = new HashMap<>(response.attributes());
        all.put(QueueAttributeName.VISIBILITY_TIMEOUT, visibility.get());
        return response.toBuilder().attributes(all).build();
      }
      return context.response();
    }
  }
}
