package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.soundbite.operator.engine.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the condition Monitored says. */
class MonitoringTest {
  private static final Notice NO_DATA =
      new Notice(
          Notice.NO_DATA, "CpuUtilization has had no data since noon: nothing publishes it.");
  private static final Notice ADDRESS =
      new Notice("Unconfirmed", "ops@example.com has not confirmed yet.");

  private List<Condition> before = List.of();

  private Optional<Condition> condition(Monitoring monitoring) {
    var conditions = new Conditions(before, 1, Instant.parse("2026-11-30T12:00:00Z"));
    monitoring.in(conditions);
    before = conditions.list();
    return Conditions.find(before, "Monitored");
  }

  private static Monitoring noticing(Notice... notices) {
    return new Monitoring(true, true, List.of(notices));
  }

  @Test
  void isNotThereUnlessTheSpecAsksForMonitoring() {
    condition(noticing(NO_DATA));
    assertThat(condition(new Monitoring(false, true, List.of(NO_DATA)))).isEmpty();
    assertThat(condition(Monitoring.off())).isEmpty();
  }

  @Test
  void isTrueWithNothingToTell() {
    assertThat(condition(noticing()))
        .hasValueSatisfying(it -> assertThat(it.getStatus()).isEqualTo("True"));
  }

  @Test
  void isFalseWithWhatWasNoticedAndWhatToDo() {
    assertThat(condition(noticing(NO_DATA, ADDRESS)))
        .hasValueSatisfying(
            it -> {
              assertThat(it.getStatus()).isEqualTo("False");
              assertThat(it.getReason()).isEqualTo("NoData");
              assertThat(it.getMessage())
                  .contains("CpuUtilization", "ops@example.com", "monitoring.containerInsights");
            });
    assertThat(condition(noticing(ADDRESS)))
        .hasValueSatisfying(
            it -> {
              assertThat(it.getReason()).isEqualTo("Unconfirmed");
              assertThat(it.getMessage()).isEqualTo("ops@example.com has not confirmed yet.");
            });
  }

  @Test
  void tellsOfAFewAndCountsTheRest() {
    var many = IntStream.range(0, 9).mapToObj(it -> new Notice("Unconfirmed", "a" + it)).toList();
    assertThat(condition(new Monitoring(true, true, many)))
        .hasValueSatisfying(it -> assertThat(it.getMessage()).isEqualTo("a0 a1 a2 a3 And 5 more."));
  }

  @Test
  void saysWhatItSaidUntilAllWasRead() {
    assertThat(condition(new Monitoring(true, false, List.of()))).isEmpty();
    condition(noticing(ADDRESS));
    assertThat(condition(new Monitoring(true, false, List.of())))
        .hasValueSatisfying(it -> assertThat(it.getReason()).isEqualTo("Unconfirmed"));
  }
}
