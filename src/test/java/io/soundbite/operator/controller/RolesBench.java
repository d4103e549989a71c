package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The packaged operator with 100 environments: with its own credentials, with one role, and with a
 * role each. What is in memory and how many threads there are when all their AWS resources are
 * made, and what is left when they are deleted. None has an image, so that the machine is soon
 * done. {@code make bench} prints the figures and leaves them in {@code target/bench}. It fails
 * when the operator has 150 threads or more, or when a role each takes more than 1.3 times the
 * memory.
 */
@Tag("bench")
class RolesBench {
  private static final int ENVIRONMENTS = Integer.getInteger("bench.roles.environments", 100);
  private static final String ACCOUNT = "000000000000";
  private static final Duration QUIET = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final int THREADS = 150;
  private static final double RATIO = 1.3;

  private final List<String> rows = new ArrayList<>();

  /** A way to reach AWS: what {@code spec.aws.roleArn} of each environment is. */
  private record Layout(String name, IntFunction<Optional<String>> role) {}

  private static List<Layout> layouts() {
    return List.of(
        new Layout("the operator's own", number -> Optional.empty()),
        new Layout("one role", number -> Optional.of(role("soundbite"))),
        new Layout("a role each", number -> Optional.of(role("soundbite-" + number))));
  }

  private static String role(String name) {
    return "arn:aws:iam::" + ACCOUNT + ":role/" + name;
  }

  @Test
  void roles() throws IOException {
    rows.add(
        "| credentials | environments | live heap | resident | its own | threads | SDK clients |"
            + " series of environments | all made after |");
    rows.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    try {
      var full = layouts().stream().map(this::measured).toList();
      for (var number = 0; number < full.size() - 1; number++) {
        rows.add(
            String.format(
                Locale.ROOT,
                "A role each takes %.2f times the live heap and %.2f times the memory of its own of: %s.",
                full.getLast().heap() / (double) full.get(number).heap(),
                full.getLast().resident().own() / (double) full.get(number).resident().own(),
                layouts().get(number).name()));
        assertThat(full.getLast().heap()).isLessThan((long) (full.get(number).heap() * RATIO));
        assertThat(full.getLast().resident().own())
            .isLessThan((long) (full.get(number).resident().own() * RATIO));
      }
      assertThat(full).allMatch(it -> it.threads() < THREADS);
    } finally {
      new BenchTable("roles").print(rows);
    }
  }

  /** Measures before, with, and after all environments; returns what it was with them. */
  private LiveProcess measured(Layout layout) {
    try (var world = OperatorUnderTest.withAccount(ACCOUNT);
        var operator = new PackagedOperator()) {
      operator.start();
      var writes = new Writes(world.journal(), operator);
      row(layout, 0, LiveProcess.of(operator, world.namespace()), "");
      var names = names(layout);
      var start = Instant.now();
      IntStream.range(0, ENVIRONMENTS)
          .forEach(it -> apply(world, names.get(it), layout.role().apply(it)));
      await(world, operator, them -> them.filter(RolesBench::isSynced).count() == ENVIRONMENTS);
      var made = Duration.between(start, Instant.now()).toSeconds() + " s";
      writes.awaitQuiet(QUIET, PATIENCE);
      var full = LiveProcess.of(operator, world.namespace());
      row(layout, ENVIRONMENTS, full, made);
      names.forEach(world.kubectl()::delete);
      await(world, operator, them -> them.findAny().isEmpty());
      writes.awaitQuiet(QUIET, PATIENCE);
      row(layout, 0, LiveProcess.of(operator, world.namespace()), "");
      return full;
    }
  }

  /** Asks rarely, and for all at once: the machine has enough to do. */
  private static void await(
      OperatorUnderTest world,
      PackagedOperator operator,
      Predicate<Stream<SoundBiteEnvironment>> condition) {
    Awaitility.await("all environments")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              operator.assertAlive();
              var all = world.client().resources(SoundBiteEnvironment.class);
              return condition.test(all.inNamespace(world.namespace()).list().getItems().stream());
            });
  }

  private static List<String> names(Layout layout) {
    var first = layout.name().replaceAll("[^a-z]", "").substring(0, 4);
    return IntStream.range(0, ENVIRONMENTS).mapToObj(it -> first + "-" + it).toList();
  }

  private static boolean isSynced(SoundBiteEnvironment environment) {
    return OperatorUnderTest.is(environment, "Synced", "True");
  }

  private static void apply(OperatorUnderTest world, String name, Optional<String> role) {
    var aws = new TreeMap<String, Object>(Map.of("deletionPolicy", "Delete", "deleteData", true));
    role.ifPresent(it -> aws.put("roleArn", it));
    world.kubectl().apply(name, name, Map.of("aws", aws));
  }

  private void row(Layout layout, int environments, LiveProcess process, String made) {
    rows.add(
        String.format(
            Locale.ROOT,
            "| %s | %d | %.1f MiB | %d MiB | %d MiB | %d | %d | %d | %s |",
            layout.name(),
            environments,
            process.heap() / 1048576.0,
            process.resident().all(),
            process.resident().own(),
            process.threads(),
            process.clients(),
            process.series(),
            made));
    System.out.println(rows.getLast());
  }
}
