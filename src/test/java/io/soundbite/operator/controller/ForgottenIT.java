package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.blueprint.Owner;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nothing is left in the operator of environments that are gone, whichever way they went: no cache,
 * no metric and no call to AWS.
 *
 * <p>{@code -Dsoundbite.forgotten=40} has as many go each way, a few at a time: AWS takes three
 * alarms a second, and each environment has seventeen.
 */
@Tag("kind") // Names roles that do not exist, which AWS refuses to assume.
class ForgottenIT {
  private static final int EACH = Integer.getInteger("soundbite.forgotten", 3);

  /** How many go each way at a time. */
  private static final int AT_A_TIME = 3;

  /** After it everything is due to be read again. */
  private static final Duration LEAP = Duration.ofHours(2);

  /** Names no version: the operator may write meanwhile. */
  private static final PatchContext MERGING = PatchContext.of(PatchType.JSON_MERGE);

  private final Leap clock = new Leap();
  private final OperatorUnderTest operator = new OperatorUnderTest();

  /** How an environment goes. */
  private enum Way {
    CLEANED_UP(Way::deleted),
    /** In a scope of its own, since a role is assumed with each environment's external id. */
    WITH_A_ROLE(Way::deleted) {
      @Override
      Map<String, Object> spec(OperatorUnderTest operator) {
        var role = "arn:aws:iam::" + operator.journal().account() + ":role/soundbite";
        return Map.of("aws", Map.of("roleArn", role));
      }
    },
    /** The finalizer is removed in the middle of the cleanup, whose last writes are refused. */
    IN_ITS_CLEANUP(
        (operator, name) -> {
          deleted(operator, name);
          removeFinalizer(operator, name);
        }),
    WITHOUT_A_CLEANUP(
        (operator, name) -> {
          made(operator, name);
          operator.kubectl().annotate(name, "soundbite.io/paused", "true");
          operator.kubectl().delete(name);
          removeFinalizer(operator, name);
        }),
    WHILE_IT_IS_MADE(
        (operator, name) -> {
          operator.kubectl().apply(name, name, Map.of());
          operator.await(name, it -> !it.getMetadata().getFinalizers().isEmpty());
          operator.kubectl().delete(name);
          removeFinalizer(operator, name);
        });

    private final Going going;

    Way(Going going) {
      this.going = going;
    }

    /** What its specification has beside what all have. */
    Map<String, Object> spec(OperatorUnderTest operator) {
      return Map.of();
    }

    private String name(int number) {
      return "gone-%d-%d".formatted(ordinal(), number);
    }

    private Stream<String> names() {
      return names(0, EACH);
    }

    private Stream<String> names(int from, int to) {
      return IntStream.range(from, to).mapToObj(this::name);
    }

    private static void deleted(OperatorUnderTest operator, String name) {
      made(operator, name);
      operator.kubectl().delete(name);
    }

    private static void made(OperatorUnderTest operator, String name) {
      operator.await(name, env -> OperatorUnderTest.is(env, "Synced", "True"));
    }

    /** The custom resource may be gone already. */
    private static void removeFinalizer(OperatorUnderTest operator, String name) {
      try {
        operator.environment(name).patch(MERGING, "{\"metadata\":{\"finalizers\":null}}");
      } catch (KubernetesClientException e) {
        assertThat(e.getCode()).isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
      }
    }
  }

  private interface Going {
    void of(OperatorUnderTest operator, String name);
  }

  @AfterEach
  void close() {
    operator.close();
  }

  @Test
  void whatIsGoneIsForgotten() {
    operator.start(clock);
    operator.ready("stays", "stays", Map.of());
    for (var from = 0; from < EACH; from += AT_A_TIME) {
      comeAndGo(from, Math.min(from + AT_A_TIME, EACH));
    }

    await("all forgotten")
        .atMost(OperatorUnderTest.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(names().flatMap(it -> remains(it).stream())).isEmpty();
              assertThat(operator.scrape()).doesNotContain("gone-");
            });
    var seq = operator.journal().now();
    clock.by(LEAP);
    operator.reread("stays");
    assertThat(operator.journal().since(seq))
        .noneMatch(it -> String.valueOf(it.resource()).contains("gone-"));
    assertThat(names().flatMap(it -> remains(it).stream())).isEmpty();
  }

  private void comeAndGo(int from, int to) {
    for (var way : EnumSet.complementOf(EnumSet.of(Way.WHILE_IT_IS_MADE))) {
      way.names(from, to).forEach(name -> operator.kubectl().apply(name, name, way.spec(operator)));
    }
    var ofRoles = Way.WITH_A_ROLE.names(from, to).toList();
    ofRoles.forEach(name -> Way.made(operator, name));
    assertThat(ofRoles)
        .allMatch(it -> remains(it).stream().anyMatch(path -> path.contains("Workings.places")));
    assertThat(operator.scrape()).contains("name=\"gone-");

    for (var way : Way.values()) {
      way.names(from, to).forEach(name -> way.going.of(operator, name));
    }
    Stream.of(Way.values())
        .flatMap(it -> it.names(from, to))
        .forEach(operator.kubectl()::awaitGone);
  }

  private static Stream<String> names() {
    return Stream.of(Way.values()).flatMap(Way::names);
  }

  private List<String> remains(String name) {
    return Remains.of(new Owner("test", operator.namespace(), name), operator.workings());
  }
}
