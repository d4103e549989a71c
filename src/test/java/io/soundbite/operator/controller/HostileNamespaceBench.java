package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long drift lasts in each of twenty environments of one team, alone and while another team's
 * namespace is hostile: the image with 512 MiB. Fails when the operator ends, or when healing takes
 * longer than 5 s at the 95th percentile.
 */
@Tag("bench")
class HostileNamespaceBench {
  private static final String ACCOUNT = "000000000000";
  private static final int MEMORY = 512;
  private static final Duration PROMISED = Duration.ofSeconds(5);
  private static final int ROUNDS = 3;

  private final List<String> rows = new ArrayList<>();

  @Test
  void heals() throws IOException {
    var image = ContainerImage.built().limited(MEMORY);
    try (var world = OperatorUnderTest.withAccount(ACCOUNT);
        var operator = new PackagedOperator(image.instead());
        var hostile = new HostileNamespace(world.client(), world.namespace() + "-hostile")) {
      operator.start("--set-json", hostile.grants());
      var pid = operator.pid();
      var names = IntStream.range(0, 20).mapToObj(it -> "calm-" + it).toList();
      names.forEach(name -> world.kubectl().apply(name, name, Map.of()));
      names.forEach(name -> world.push(name, "soundbite-" + name + "-api", "1.4.1"));
      names.forEach(world::awaitReady);
      drift(new Drifted(world, operator, names), "alone");

      hostile.begin();
      for (var round = 1; round <= ROUNDS; round++) {
        var healed =
            drift(new Drifted(world, operator, names, 77 + round), "hostile, round " + round);
        assertThat(healed.kube().percentile95()).isLessThan(PROMISED);
        assertThat(healed.aws().percentile95()).isLessThan(PROMISED);
      }

      assertThat(operator.pid()).as("no restart").isEqualTo(pid);
    } finally {
      new BenchTable("hostile-namespace").print(rows);
    }
  }

  private Drifted.Healed drift(Drifted drifted, String when) {
    var healed = drifted.healEach();
    var resident = Resident.of(drifted.operator().pid());
    rows.add("%s: %s; %d MiB of its own.".formatted(when, healed.told(), resident.own()));
    return healed;
  }
}
