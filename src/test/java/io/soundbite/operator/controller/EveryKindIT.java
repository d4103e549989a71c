package io.soundbite.operator.controller;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Event;
import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.engine.Mutation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One resource of each kind, changed or deleted behind the operator's back, from end to end. */
class EveryKindIT {
  private static final Duration SETTLED = Duration.ofMinutes(20);

  /** One field of each kind that the blueprint has. */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("Database/SoundbitesTable", "/tags/Service"),
          Map.entry("Database/Alarm/ReadThrottle", "/threshold"),
          Map.entry("Storage/SoundbitesBucket", "/publicAccess/blockPolicy"),
          Map.entry("Queue/SoundbiteQueue", "/visibility"),
          Map.entry("Queue/QueueAlerts", "/subscribers"),
          Map.entry("Compute/Repository", "/scanOnPush"),
          Map.entry("Compute/ProcessorRole", "/trust/Statement"),
          Map.entry("Compute/ProcessorLogGroup", "/tags/Service"),
          Map.entry("Compute/MetricFilter/ProcessorErrors", "/pattern"),
          Map.entry("API/Dashboard", "/body/widgets"),
          Map.entry("API/Deployment/api-blue", "/spec/progressDeadlineSeconds"),
          Map.entry("API/ConfigMap/api-blue", "/data/LOG_LEVEL"),
          Map.entry("API/Service/api", "/spec/selector/soundbite.io~1slot"),
          Map.entry("API/Ingress/api", "/spec/rules"),
          Map.entry("API/HorizontalPodAutoscaler/api", "/spec/maxReplicas"),
          Map.entry("API/NetworkPolicy/api", "/spec/policyTypes"),
          Map.entry("API/PodDisruptionBudget/api-blue", "/spec/maxUnavailable"),
          Map.entry("API/ServiceAccount/api", "/metadata/labels/app.kubernetes.io~1name"));

  private final Leap clock = new Leap();
  private final OperatorUnderTest operator = new OperatorUnderTest();

  @BeforeEach
  void start() {
    operator.start(clock);
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  /** Among them an address that has not confirmed, which AWS does not let go. */
  @Test
  @Tag("kind")
  void aFieldOfEachIsShownInPlanAndPutRightInHeal() {
    operator.ready("every", "every", Map.of());
    operator.kubectl().change("every", "drift", Map.of("policy", "Plan"));
    operator.awaitReady("every");
    var meddler = new Meddler(operator, "every");
    var mutations =
        FIELDS.entrySet().stream().map(it -> meddler.other(it.getKey(), it.getValue())).toList();
    assertThat(mutations.stream().map(it -> kind(it.left())).collect(toSet()))
        .as("all kinds there are")
        .isEqualTo(meddler.wants().stream().map(EveryKindIT::kind).collect(toSet()));

    clock.by(SETTLED);
    mutations.forEach(meddler::make);
    var seq = operator.journal().now();
    var versions = versions();
    operator.reread("every");
    var planned = operator.await("every", it -> count(it) >= mutations.size());
    rereadTwice();

    assertThat(planned.getStatus().drift().resources())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("since")
        .containsExactlyInAnyOrderElementsOf(
            mutations.stream().map(it -> meddler.shown(it, "Plan")).toList());
    assertThat(planned.getStatus().plan().steps())
        .containsExactlyInAnyOrderElementsOf(mutations.stream().map(meddler::step).toList());
    assertThat(planned.getStatus().plan().update()).isEqualTo(mutations.size());
    assertThat(operator.countedByKind("soundbite.drift.found")).isEqualTo(kinds(mutations));
    assertThat(operator.countedByKind("soundbite.drift.healed")).isEmpty();
    assertThat(operator.environment("every").get().getStatus().drift())
        .isEqualTo(planned.getStatus().drift());
    assertThat(operator.journal().writesSince(seq)).isEmpty();
    assertThat(versions()).isEqualTo(versions);

    clock.by(SETTLED); // so that there may be as many Events again
    operator.kubectl().change("every", "drift", Map.of("policy", "Heal"));
    var healed = operator.await("every", it -> OperatorUnderTest.isReady(it) && count(it) == 0);
    rereadTwice();

    assertThat(healed.getStatus().plan()).isNull();
    assertThat(operator.environment("every").get().getStatus().drift().count()).isZero();
    assertThat(operator.countedByKind("soundbite.drift.found"))
        .as("each is found once")
        .isEqualTo(kinds(mutations));
    assertThat(operator.countedByKind("soundbite.drift.healed")).isEqualTo(kinds(mutations));
    for (var mutation : mutations) {
      assertThat(told("DriftFound", mutation)).as("DriftFound of %s", mutation).hasSize(1);
      assertThat(told("DriftHealed", mutation)).as("DriftHealed of %s", mutation).hasSize(1);
    }
  }

  @Test
  void whatIsDeletedIsMadeAgainButForData() {
    operator.ready("emptied", "emptied", Map.of());
    var meddler = new Meddler(operator, "emptied");
    clock.by(SETTLED);
    var before = operator.resources().byName().keySet();
    operator
        .kubectl()
        .annotate("emptied", "soundbite.io/paused", "true"); // or it creates meanwhile
    operator.reread("emptied");
    meddler.deleteAws();
    assertThat(operator.resources().byName()).isEmpty();
    operator.kubectl().annotate("emptied", "soundbite.io/paused", "false");
    operator.kubectl().requestReconcile("emptied");

    var lost =
        operator.await(
            "emptied", it -> reason(it).equals("DataLoss") && count(it) == 2 && isAsMade(before));
    assertThat(lost.getStatus().drift().resources())
        .extracting(DriftEntry::resource, DriftEntry::field, DriftEntry::action)
        .containsExactly(
            tuple("Database/SoundbitesTable", "/", "DataLoss"),
            tuple("Storage/SoundbitesBucket", "/", "DataLoss"));

    operator.kubectl().annotate("emptied", "soundbite.io/recreate", "Database/SoundbitesTable");
    operator.await("emptied", it -> reason(it).equals("DataLoss") && count(it) == 1);
    operator.kubectl().annotate("emptied", "soundbite.io/recreate", "Storage/SoundbitesBucket");
    assertThat(count(operator.awaitReady("emptied"))).isZero();
    assertThat(operator.resources().byName().keySet()).isEqualTo(before);
  }

  /** As the blueprint has them: records of AWS resources, kinds of Kubernetes objects. */
  private static String kind(Desired want) {
    return want instanceof KubeObject object
        ? object.body().text("kind")
        : want.getClass().getSimpleName();
  }

  private static Map<String, Integer> kinds(List<Mutation> mutations) {
    return mutations.stream().collect(groupingBy(Meddler::kind, summingInt(any -> 1)));
  }

  /** The second reading begins when the first has been taken in. */
  private void rereadTwice() {
    operator.reread("every");
    operator.reread("every");
  }

  private Map<String, String> versions() {
    return new ChildVersions(operator.client(), operator.namespace()).of("every-");
  }

  private List<String> told(String reason, Mutation mutation) {
    var resource = mutation.left().key().path() + " ";
    return operator
        .events("every")
        .filter(it -> it.getReason().equals(reason) && it.getMessage().contains(resource))
        .map(Event::getMessage)
        .toList();
  }

  private boolean isAsMade(Set<String> before) {
    var lost = new TreeSet<>(before);
    lost.removeAll(operator.resources().byName().keySet());
    return lost.equals(
        before.stream().filter(it -> it.matches("(table|bucket) .*")).collect(toSet()));
  }

  private static int count(SoundBiteEnvironment environment) {
    return environment.getStatus().drift().count();
  }

  private static String reason(SoundBiteEnvironment environment) {
    return OperatorUnderTest.condition(environment, "Ready").orElseThrow().getReason();
  }
}
