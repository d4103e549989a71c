package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.IgnoreSpec;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Ignored;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IgnoreRulesTest {
  private static final List<Desired> RESOURCES = List.of(logs("Logs"), logs("Others"));
  private static final List<KubeObject> WAITING =
      List.of(
          new KubeObject(
              new Key(Stack.API, "Deployment/api-green", "staging-api-green"),
              Tree.obj(),
              Set.of()));

  private static LogGroup logs(String id) {
    return new LogGroup(
        new Key(Stack.API, id, "/soundbite/" + id), "arn", Optional.of(7), Map.of());
  }

  private static IgnoreSpec rule(String resource, String... fields) {
    return new IgnoreSpec(resource, List.of(fields));
  }

  private static IgnoreRules rules(IgnoreSpec... rules) {
    return new IgnoreRules(List.of(rules));
  }

  private static Stream<Problem> problem(IgnoreSpec... rules) {
    return rules(rules).problem(RESOURCES, WAITING).stream();
  }

  private static Problem invalid(String what) {
    return new Problem(
        "InvalidIgnoreRule",
        "spec.drift.ignore: %s. Nothing is written until the rule is corrected.".formatted(what),
        true);
  }

  @Test
  void noneIgnoreNothing() {
    assertThat(rules().ignored()).isEqualTo(Ignored.nothing());
    assertThat(problem()).isEmpty();
  }

  @Test
  void areByResource() {
    assertThat(
            rules(rule("API/Logs", "/retentionDays"), rule("API/Others", "/arn", "/tags"))
                .ignored())
        .isEqualTo(
            new Ignored(
                Map.of(
                    "API/Logs", Set.of("/retentionDays"), "API/Others", Set.of("/arn", "/tags"))));
  }

  @Test
  void ofOneResourceAddUp() {
    assertThat(rules(rule("API/Logs", "/arn"), rule("API/Logs", "/tags", "/arn")).ignored())
        .isEqualTo(new Ignored(Map.of("API/Logs", Set.of("/arn", "/tags"))));
  }

  @Test
  void mayNameWhatIsThere() {
    assertThat(problem(rule("API/Logs", "/retentionDays", "/tags/anybodys"))).isEmpty();
  }

  @Test
  void mayNotNameAResourceThatThereIsNot() {
    assertThat(problem(rule("API/Log", "/retentionDays")))
        .containsExactly(
            invalid(
                "there is no resource API/Log; there are API/Deployment/api-green, API/Logs,"
                    + " API/Others"));
    assertThat(problem(rule("Queue/Logs", "/retentionDays"))).hasSize(1);
  }

  @Test
  void mayNotNameAFieldThatThereIsNot() {
    assertThat(problem(rule("API/Logs", "/tags", "/retention")))
        .containsExactly(
            invalid(
                "API/Logs has no field /retention; it has /arn, /retentionDays, /kmsKey, /tags,"
                    + " /additional"));
  }

  @Test
  void mayNameWhatIsStillToCome() {
    assertThat(problem(rule("API/Deployment/api-green", "/spec/anything"))).isEmpty();
  }

  @Test
  void onceItIsThereItsFieldsAreKnown() {
    var came = new KubeObject(WAITING.getFirst().key(), Tree.obj("spec", Tree.obj()), Set.of());
    var rule = rules(rule("API/Deployment/api-green", "/spec/anything"));

    assertThat(rule.problem(List.of(came), WAITING))
        .contains(
            invalid("API/Deployment/api-green has no field /spec/anything; it has /spec, /after"));
  }

  @Test
  void theFirstThatIsWrongIsSaid() {
    assertThat(problem(rule("API/Logs", "/tags"), rule("API/Others", "/x"), rule("API/Z", "/x")))
        .singleElement()
        .satisfies(it -> assertThat(it.message()).contains("API/Others has no field /x"));
  }
}
