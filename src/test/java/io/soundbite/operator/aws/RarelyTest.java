package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Stack;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RarelyTest {
  private static final Key KEY = new Key(Stack.QUEUE, "Topic", "alerts");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Rarely rarely = new Rarely(((InstantSource) () -> now).withZone(ZoneOffset.UTC));
  private int reads;

  @Test
  void isReadAgainWhenItsTimeHasCome() {
    read();
    now = now.plus(Rarely.EVERY).minusMillis(1);
    read();
    assertThat(reads).isEqualTo(1);

    now = now.plus(Duration.ofMillis(1));
    read();
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void isReadAtOnceWhenAskedFor() {
    read();
    rarely.forget(Set.of(KEY));
    read();

    assertThat(reads).isEqualTo(2);
  }

  private void read() {
    rarely.read(KEY, Integer.class, () -> ++reads);
  }
}
