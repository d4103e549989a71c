package io.soundbite.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.FieldDiff.Nature;
import io.soundbite.operator.engine.ProtectionOrder.DeletesBelow;
import io.soundbite.operator.engine.ProtectionOrder.DenyingPolicies;
import io.soundbite.operator.engine.ProtectionOrder.ExpiresBy;
import io.soundbite.operator.engine.ProtectionOrder.ImagesKept;
import io.soundbite.operator.engine.ProtectionOrder.KeptFor;
import io.soundbite.operator.engine.ProtectionOrder.Ladder;
import io.soundbite.operator.engine.ProtectionOrder.Narrower;
import io.soundbite.operator.engine.ProtectionOrder.Presence;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProtectionOrdersTest {

  static Stream<RecordComponent> components() {
    var all = new LinkedHashSet<RecordComponent>();
    Stream.of(Desired.class.getPermittedSubclasses())
        .filter(kind -> kind != KubeObject.class)
        .forEach(kind -> collect(kind, all));
    return all.stream();
  }

  private static void collect(Class<?> kind, Set<RecordComponent> all) {
    for (var component : kind.getRecordComponents()) {
      if (!component.getType().equals(Key.class)) {
        all.add(component);
        records(component.getGenericType()).forEach(it -> collect(it, all));
      }
    }
  }

  private static Stream<Class<?>> records(Type type) {
    return switch (type) {
      case ParameterizedType generic ->
          Stream.of(generic.getActualTypeArguments()).flatMap(ProtectionOrdersTest::records);
      case Class<?> it
          when it.isRecord() && !Tree.class.isAssignableFrom(it) && !it.equals(Policy.class) ->
          Stream.of(it);
      default -> Stream.of();
    };
  }

  /** A new field has to say what protects more, or why nothing does. */
  @ParameterizedTest
  @MethodSource("components")
  void everyFieldOfEveryKindHasALine(RecordComponent component) {
    assertThat(ProtectionOrders.of(component))
        .as("%s.%s", component.getDeclaringRecord().getSimpleName(), component.getName())
        .isPresent();
  }

  @Test
  void noneIsTheLongestTime() {
    var days = new KeptFor(Nature.WEAKENING);

    assertThat(days.nature(30, null)).isEqualTo(Nature.EXPIRING);
    assertThat(days.nature(30, 365)).isEqualTo(Nature.WEAKENING);
    assertThat(days.nature(30, 7)).isEqualTo(Nature.PLAIN);
    assertThat(days.nature(null, 30)).isEqualTo(Nature.PLAIN);
    assertThat(days.nature(Duration.ofDays(4), Duration.ofDays(14))).isEqualTo(Nature.WEAKENING);
  }

  @Test
  void anyKeyIsMoreThanNoneAndWhatIsUnknownIsNotLess() {
    var ladder = new Ladder(List.of("AES256", "aws:kms"));

    assertThat(ladder.nature("AES256", "aws:kms")).isEqualTo(Nature.WEAKENING);
    assertThat(ladder.nature("AES256", "aws:new")).isEqualTo(Nature.WEAKENING);
    assertThat(ladder.nature("aws:kms", "AES256")).isEqualTo(Nature.PLAIN);
    assertThat(ladder.nature(null, "AES256")).isEqualTo(Nature.WEAKENING);
    assertThat(new Presence().nature(null, "alias/mine")).isEqualTo(Nature.WEAKENING);
    assertThat(new Presence().nature("alias/ours", "alias/mine")).isEqualTo(Nature.PLAIN);
  }

  @Test
  void aPolicyThatOnlyDeniesMoreIsNarrower() {
    var order = new Narrower();
    var ours = policy("{'Effect':'Deny','Sid':'Tls'}");

    assertThat(order.nature(ours, policy("{'Effect':'Deny','Sid':'Tls'},{'Effect':'Deny'}")))
        .isEqualTo(Nature.WEAKENING);
    assertThat(order.nature(ours, policy("{'Effect':'Deny','Sid':'Tls'},{'Effect':'Allow'}")))
        .isEqualTo(Nature.PLAIN);
    assertThat(order.nature(ours, policy("{'Effect':'Deny','Sid':'Other'}")))
        .as("ours is missing")
        .isEqualTo(Nature.PLAIN);
    assertThat(order.nature(ours, null)).isEqualTo(Nature.PLAIN);
    assertThat(order.nature(null, policy("{'Effect':'Deny'}"))).isEqualTo(Nature.WEAKENING);
    assertThat(order.nature(null, policy("{'Effect':'Allow'}"))).isEqualTo(Nature.PLAIN);
  }

  private static Policy policy(String statements) {
    return Policy.parse(("{'Statement':[" + statements + "]}").replace('\'', '"'));
  }

  @Test
  void managedPoliciesThatDenyAreNotTakenOff() {
    var order = new DenyingPolicies();

    assertThat(order.nature(Set.of(), Set.of("arn:aws:iam::aws:policy/AWSDenyAll")))
        .isEqualTo(Nature.WEAKENING);
    assertThat(order.nature(Set.of(), Set.of("arn:aws:iam::aws:policy/AdministratorAccess")))
        .isEqualTo(Nature.PLAIN);
  }

  @Test
  void whatDeletesMoreProtectsLess() {
    assertThat(new ExpiresBy().nature("ttl", null)).isEqualTo(Nature.EXPIRING);
    assertThat(new ExpiresBy().nature(null, "ttl")).isEqualTo(Nature.PLAIN);
    assertThat(new DeletesBelow().nature("", "tmp/")).isEqualTo(Nature.EXPIRING);
    assertThat(new DeletesBelow().nature("tmp/", "")).isEqualTo(Nature.PLAIN);
    assertThat(new DeletesBelow().nature("a/", "b/")).isEqualTo(Nature.EXPIRING);
  }

  @Test
  void rulesThatKeepMoreImagesAreNotReplaced() {
    var order = new ImagesKept();

    assertThat(order.nature(rules(10), null)).isEqualTo(Nature.EXPIRING);
    assertThat(order.nature(rules(10), rules(100))).isEqualTo(Nature.EXPIRING);
    assertThat(order.nature(rules(10), rules(1))).isEqualTo(Nature.PLAIN);
    assertThat(order.nature(null, rules(1))).isEqualTo(Nature.PLAIN);
  }

  private static Tree rules(int count) {
    return Json.read(
        "{\"rules\":[{\"rulePriority\":1,\"selection\":{\"countNumber\":%d}}]}".formatted(count));
  }
}
