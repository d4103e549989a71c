package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose a resource is, and what becomes of those that are somebody else's. */
class OwnershipIT {
  /** An environment without anything special about it. */
  private static final String PLAIN = "plain";

  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest().start();

  @BeforeAll
  static void makePlain() {
    operator.ready(PLAIN, PLAIN, Map.of());
  }

  @Test
  void foreignResourcesAreNeitherTakenNorTouchedAndHoldUpNothingElse() {
    var foreign = new Foreign(operator.aws(), operator.journal().account(), "foreign");
    foreign.make();
    var theirs = state("foreign").byName();
    assertThat(theirs).containsOnlyKeys(foreign.names());
    var seq = operator.journal().now();

    operator.kubectl().apply("foreign", "foreign", Map.of());
    var expected =
        state(PLAIN).byName().keySet().stream()
            .map(name -> name.replaceAll("\\b" + PLAIN + "\\b", "foreign"))
            .filter(name -> !name.startsWith("metric-filter /soundbite/foreign/api/"))
            .collect(Collectors.toSet());
    // The queue's dead letters would go to a stranger.
    expected.remove("queue SoundBite-foreign-SoundbiteQueue");
    var conflicted =
        operator.await(
            "foreign",
            it -> isConflict(it) && state("foreign").byName().keySet().containsAll(expected));
    var ready = OperatorUnderTest.condition(conflicted, "Ready").orElseThrow();
    assertThat(ready.getStatus()).isEqualTo("False");
    assertThat(ready.getMessage())
        .contains("SoundBite-foreign-SoundbitesTable exists and belongs to nobody")
        .contains(" exists and belongs to " + Foreign.OTHER_OWNER);
    assertThat(OperatorUnderTest.is(conflicted, "Stalled", "True")).isTrue();

    assertThat(state("foreign").byName()).containsAllEntriesOf(theirs);
    assertThat(state("foreign").byName().keySet()).isEqualTo(expected);
    assertThat(
            operator.journal().since(seq).stream()
                .filter(Journal.Call::write)
                .filter(call -> foreign.resources().contains(String.valueOf(call.resource()))))
        .isEmpty();

    foreign.remove();
    operator.kubectl().annotate("foreign", "soundbite.io/reconcile-requested-at", "now");
    operator.push("foreign", "soundbite-foreign-api", "1.4.1");
    operator.awaitReady("foreign");
    assertThat(state("foreign").owners().values())
        .containsOnly("owner=" + operator.owner("foreign"));
  }

  @Test
  void adoptTakesOverWhatIsNobodysAndBringsItToTheBlueprint() {
    var foreign = new Foreign(operator.aws(), operator.journal().account(), "adopt");
    foreign.makeAdoptable();
    var before = state("adopt");
    var seq = operator.journal().now();

    operator.kubectl().apply("adopt", "adopt", aws(Map.of("adoptionPolicy", "Adopt")));
    assertThat(downgrade("adopt"))
        .contains("SoundbitesTable would begin to delete by itself", "/ttlAttribute")
        .contains("-soundbites-", "/lifecycle", "soundbite-adopt-api", "/lifecyclePolicy");
    assertThat(state("adopt").owners())
        .as("not taken over before there is leave")
        .containsEntry("table SoundBite-adopt-SoundbitesTable", "");
    operator.kubectl().allowDowngrade("adopt");
    operator.push("adopt", "soundbite-adopt-api", "1.4.1");
    operator.awaitReady("adopt");

    var after = state("adopt");
    assertThat(after.owners().values()).containsOnly("owner=" + operator.owner("adopt"));
    assertThat(created(seq))
        .doesNotContainAnyElementsOf(
            foreign.resources().stream()
                .filter(name -> !name.endsWith("QueueDepth") && !name.equals("SoundBite-adopt"))
                .toList());
    assertThat(after.byName().keySet()).containsAll(before.byName().keySet());
    assertThat(after.byName().get("queue SoundBite-adopt-SoundbiteQueue"))
        .contains("\"visibility_timeout\":130")
        .contains("\"team\":\"b\"");
    assertThat(after.byName().get("table SoundBite-adopt-SoundbitesTable"))
        .contains("\"TimeToLiveStatus\":\"ENABLED\"")
        .contains("{\"Key\":\"team\",\"Value\":\"b\"}");
  }

  @Test
  @FollowsAdvice("NamingConflict")
  void anothersAreAdoptedOnlyWhenTheyAreNamed() {
    var foreign = new Foreign(operator.aws(), operator.journal().account(), "named");
    foreign.table(Map.of("aws:cloudformation:stack-name", "SoundBite-named-Database"));
    foreign.bucket(Map.of("soundbite.io/owner", Foreign.OTHER_OWNER));

    operator.kubectl().apply("named", "named", aws(Map.of("adoptionPolicy", "Adopt")));
    assertThat(conflict("named"))
        .contains("cloudformation stack SoundBite-named-Database", Foreign.OTHER_OWNER);

    operator.kubectl().editAws("named", Map.of("adoptFrom", "cloudformation"));
    operator.kubectl().allowDowngrade("named");
    operator.await(
        "named", it -> isConflict(it) && isOwned("table SoundBite-named-SoundbitesTable"));
    assertThat(conflict("named")).doesNotContain("cloudformation").contains(Foreign.OTHER_OWNER);

    operator.kubectl().editAws("named", Map.of("adoptFrom", Foreign.OTHER_OWNER));
    operator.kubectl().allowDowngrade("named");
    operator.push("named", "soundbite-named-api", "1.4.1");
    operator.awaitReady("named");
    assertThat(state("named").owners().values()).containsOnly("owner=" + operator.owner("named"));
  }

  @Test
  void ofTwoWithOnePrefixTheOlderKeepsIt() {
    secondIsRefused("prefix-twin", PLAIN, Map.of(), "spec.prefix plain is taken in this namespace");
  }

  @Test
  void ofTwoWithOneEnvironmentNameTheOlderKeepsIt() {
    secondIsRefused(
        "name-twin",
        "name-twin",
        Map.of("environment", PLAIN),
        "Environment name plain is taken in account " + operator.journal().account());
  }

  /** The first is none the worse for the second, nor for the second's deletion with all data. */
  private void secondIsRefused(
      String name, String prefix, Map<String, Object> more, String message) {
    var spec = new TreeMap<>(more);
    spec.putAll(aws(Map.of("deletionPolicy", "Delete", "deleteData", true)));
    var before = state(PLAIN);
    var children = children();

    operator.kubectl().apply(name, prefix, spec);
    assertThat(conflict(name)).contains(message, operator.owner(PLAIN));
    operator.awaitEvent(name, "NamingConflict", message);
    assertThat(state(name).byName()).isEmpty();
    operator.kubectl().delete(name);
    operator.kubectl().awaitGone(name);

    assertThat(state(PLAIN)).isEqualTo(before);
    assertThat(children()).isEqualTo(children);
    assertThat(operator.environment(PLAIN).get()).matches(OperatorUnderTest::isReady);
  }

  private static Map<String, String> children() {
    return operator
        .client()
        .configMaps()
        .inNamespace(operator.namespace())
        .list()
        .getItems()
        .stream()
        .filter(it -> it.getMetadata().getName().startsWith(PLAIN + "-"))
        .collect(
            Collectors.toMap(
                it -> it.getMetadata().getName(), it -> it.getMetadata().getResourceVersion()));
  }

  private static Set<String> created(long seq) {
    return operator.journal().since(seq).stream()
        .filter(call -> call.operation().startsWith("Create"))
        .map(call -> String.valueOf(call.resource()))
        .collect(Collectors.toSet());
  }

  private static String conflict(String name) {
    return message(name, OwnershipIT::isConflict);
  }

  private static String downgrade(String name) {
    return message(name, it -> isFor("Downgrade", it));
  }

  private static String message(String name, Predicate<SoundBiteEnvironment> condition) {
    var found = operator.await(name, condition);
    return OperatorUnderTest.condition(found, "Ready").orElseThrow().getMessage();
  }

  private static boolean isConflict(SoundBiteEnvironment environment) {
    return isFor("NamingConflict", environment);
  }

  private static boolean isFor(String reason, SoundBiteEnvironment environment) {
    return OperatorUnderTest.is(environment, "Ready", "False")
        && OperatorUnderTest.condition(environment, "Ready")
            .filter(it -> it.getReason().equals(reason))
            .isPresent();
  }

  private static boolean isOwned(String resource) {
    return operator.resources().owners().get(resource).equals("owner=" + operator.owner("named"));
  }

  private static AccountResources state(String environment) {
    return operator.resources().of(environment);
  }

  private static Map<String, Object> aws(Map<String, Object> fields) {
    return Map.of("aws", fields);
  }
}
