package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.soundbite.operator.FollowsAdvice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A tenant who tries for what is another team's. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GrantsIT {
  private static final String GRANTED = ", environments: [\"mine-*\"]";

  @AutoClose private static final Tenants tenants = new Tenants();

  private static OperatorUnderTest operator;

  @BeforeAll
  static void anotherTeamHasAnEnvironment() {
    operator = tenants.start(GRANTED).operator();
    operator.ready("team-prod", "prod", Map.of("env", List.of(Map.of("name", "X", "value", "y"))));
  }

  @Test
  @Order(1)
  void nothingThatWasNotGrantedIsDoneOrEvenAskedFor() throws IOException {
    var asked = new AtomicInteger();
    var endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.close();
        });
    endpoint.start();
    try {
      tryEverything("http://127.0.0.1:" + endpoint.getAddress().getPort());
      assertThat(asked).hasValue(0);
    } finally {
      endpoint.stop(0);
    }
  }

  private static void tryEverything(String endpoint) {
    var theirs = operator.resources();
    operator.await("team-prod", it -> OperatorUnderTest.is(it, "Verified", "True"));
    var before = operator.environment("team-prod").get();
    var elsewhere = account();
    var seq = operator.journal().now();
    var tries = new TreeMap<String, Map<String, Object>>();
    tries.put("name", Map.of("environment", "team-prod"));
    tries.put("role", aws("roleArn", "arn:aws:iam::" + elsewhere + ":role/soundbite"));
    tries.put(
        "endpoint",
        Map.of("features", List.of("basic", "localstack"), "aws", Map.of("endpoint", endpoint)));
    tries.put("region", aws("region", "eu-west-1"));
    tries.put("repository", image("soundbite-team-prod-api"));
    tries.put("uri", image(operator.journal().account() + ".dkr.ecr.us-east-1.amazonaws.com/x"));
    tries.put("adopt", aws("adoptionPolicy", "Adopt"));
    tries.put("delete", aws("deletionPolicy", "Delete"));
    tries.put(
        "from",
        Map.of(
            "promotion",
            Map.of("from", Map.of("name", "team-prod", "namespace", operator.namespace()))));

    tries.forEach((name, spec) -> tenants.tenant().apply("mine-" + name, name, spec));

    tries
        .keySet()
        .forEach(
            name ->
                assertThat(tenants.refused("mine-" + name).getMessage())
                    .startsWith("Not granted to namespace " + tenants.namespace() + ": ")
                    .contains("can add it to its grants of namespace " + tenants.namespace()));
    assertThat(tenants.refused("mine-role").getMessage()).contains("spec.aws.roleArn", elsewhere);
    assertThat(tenants.refused("mine-name").getMessage()).contains("spec.environment team-prod");
    assertThat(tenants.refused("mine-from").getMessage())
        .contains("sources: [\"" + operator.namespace() + "/team-prod\"]");
    assertThat(operator.journal().since(seq))
        .noneMatch(GrantsIT::isAboutTenant)
        .noneMatch(Journal.Call::write)
        .noneMatch(it -> it.name().startsWith("sts:"));
    assertThat(new Journal(operator.journal().endpoint(), elsewhere).since(0)).isEmpty();

    assertThat(operator.resources()).isEqualTo(theirs);
    assertThat(operator.environment("team-prod").get().getStatus()).isEqualTo(before.getStatus());
    assertThat(operator.environment("team-prod").get().getMetadata().getResourceVersion())
        .isEqualTo(before.getMetadata().getResourceVersion());
    assertThat(tenants.events("mine-name", "NotGranted")).singleElement();
    assertThat(children()).as("objects of the tenant").isEmpty();
  }

  /** What another team's environment says is shown to nobody who may not look at it. */
  @Test
  @Order(2)
  void whatIsNotGrantedIsNotShownEither() {
    var refused = tenants.tenant().environment("mine-from").get();

    assertThat(refused.getStatus().parity()).isNull();
    assertThat(OperatorUnderTest.condition(refused, "Parity"))
        .hasValueSatisfying(
            it -> {
              assertThat(it.getStatus()).isEqualTo("Unknown");
              assertThat(it.getReason()).isEqualTo("NotGranted");
            });
  }

  @Test
  @Order(3)
  void whatHasNeverBegunGoesAtOnce() {
    for (var name : List.of("name", "role", "endpoint", "region", "delete", "adopt", "from")) {
      tenants.tenant().delete("mine-" + name);
      tenants.tenant().awaitGone("mine-" + name);
    }
    assertThat(operator.environment("team-prod").get()).isNotNull();
  }

  /** A name that one may not have can't be kept from those who may. */
  @Test
  @Order(4)
  void aRefusedEnvironmentTakesNoNameFromAnybody() {
    tenants.tenant().apply("team-late", "late", Map.of());
    tenants.refused("team-late");

    operator.kubectl().apply("team-late", "late", Map.of());
    operator.push("team-late", "soundbite-team-late-api", "1.4.1");
    operator.awaitReady("team-late");
  }

  @Test
  @Order(5)
  @FollowsAdvice("NotGranted")
  void whatRunsKeepsRunningWhenItsGrantIsTakenAway() {
    tenants.tenant().apply("mine-live", "live", aws("deletionPolicy", "Retain"));
    ready("mine-live");
    var before = tenants.tenant().environment("mine-live").get();
    var theirs = operator.resources().of("mine-live");
    var seq = operator.journal().now();

    tenants.restart("");
    assertThat(tenants.refused("mine-live").getMessage()).contains("metadata.name mine-live");

    var after = tenants.tenant().environment("mine-live").get();
    assertThat(after.getStatus().release()).isEqualTo(before.getStatus().release());
    assertThat(OperatorUnderTest.condition(after, "Available").orElseThrow().getStatus())
        .isEqualTo("True");
    assertThat(operator.resources().of("mine-live")).isEqualTo(theirs);
    assertThat(operator.journal().since(seq)).filteredOn(GrantsIT::isAboutTenant).isEmpty();

    tenants.restart(GRANTED);
    awaitReady("mine-live");
  }

  /** Granted to be somewhere, not to delete there: what is there stays, and is found again. */
  @Test
  @Order(6)
  void aDeletionThatIsNotGrantedLeavesWhatThereIs() {
    tenants.tenant().editAws("mine-live", Map.of("deletionPolicy", "Delete", "deleteData", true));
    tenants.refused("mine-live");
    var resources = operator.resources().of("mine-live").byName().keySet();

    tenants.tenant().delete("mine-live");
    tenants.tenant().awaitGone("mine-live");

    var left = operator.resources().of("mine-live");
    assertThat(left.byName().keySet()).isEqualTo(resources);
    assertThat(left.owners().values())
        .isNotEmpty()
        .allMatch(it -> it.startsWith("retained-by=test/" + tenants.namespace()));
    assertThat(tenants.events("mine-live", "LeftAsIs"))
        .singleElement()
        .satisfies(it -> assertThat(it.getMessage()).contains("spec.aws.deletionPolicy Delete"));
  }

  /** Not granted to be there at all: no call is made, and the finalizer lets go. */
  @Test
  @Order(7)
  @FollowsAdvice("LeftAsIs")
  void aDeletionWithoutAnyGrantTouchesNothing() {
    tenants.tenant().apply("mine-live", "live", Map.of());
    awaitReady("mine-live");
    var theirs = operator.resources().of("mine-live");
    tenants.restart("");
    tenants.refused("mine-live");
    var seq = operator.journal().now();

    tenants.tenant().delete("mine-live");
    tenants.tenant().awaitGone("mine-live");

    assertThat(operator.journal().since(seq)).filteredOn(GrantsIT::isAboutTenant).isEmpty();
    assertThat(operator.resources().of("mine-live")).isEqualTo(theirs);
    assertThat(theirs.owners().values()).allMatch(it -> it.startsWith("owner="));
    assertThat(tenants.events("mine-live", "LeftAsIs")).isNotEmpty();

    tenants.restart(GRANTED);
    tenants.tenant().apply("mine-live", "live", Map.of());
    awaitReady("mine-live");
    assertThat(operator.resources().of("mine-live").owners()).isEqualTo(theirs.owners());
  }

  @Test
  @Order(8)
  void whatIsGrantedWorks() {
    tenants.restart(
        GRANTED + ", sources: [\"" + operator.namespace() + "/*\"], policies: [Delete]");
    tenants
        .tenant()
        .apply(
            "mine-next",
            "next",
            Map.of(
                "aws",
                Map.of("deletionPolicy", "Delete", "deleteData", true),
                "promotion",
                Map.of("from", Map.of("name", "team-prod", "namespace", operator.namespace()))));
    operator.awaitReady("team-prod");
    awaitReady("mine-next");
    assertThat(tenants.tenant().environment("mine-next").get().getStatus().image().repository())
        .endsWith("/soundbite-team-prod-api");

    aSourceThatMovesElsewhereTakesNobodyAlong();

    tenants.tenant().delete("mine-next");
    tenants.tenant().awaitGone("mine-next");
    assertThat(operator.resources().of("mine-next").byName()).isEmpty();
  }

  private static void aSourceThatMovesElsewhereTakesNobodyAlong() {
    var before = tenants.tenant().environment("mine-next").get().getStatus();
    operator.push("team-late", "soundbite-team-late-api", "1.5.0");
    var moved = image("soundbite-team-late-api");
    operator.kubectl().change("team-prod", "image", (Map<?, ?>) moved.get("image"));
    operator.await(
        "team-prod",
        it ->
            OperatorUnderTest.isReady(it)
                && it.getStatus().image().repository().endsWith("/soundbite-team-late-api"));

    tenants.tenant().change("mine-next", "logLevel", "debug");
    awaitReady("mine-next");
    var after = tenants.tenant().environment("mine-next").get().getStatus();
    assertThat(after.image()).isEqualTo(before.image());
    assertThat(after.release().digest()).isEqualTo(before.release().digest());

    tenants.tenant().change("mine-next", "image", Map.of("tag", "1.5.0"));
    var refused =
        Awaitility.await()
            .atMost(OperatorUnderTest.PATIENCE)
            .until(
                () -> tenants.tenant().environment("mine-next").get(),
                it ->
                    OperatorUnderTest.condition(it, "Promoted")
                        .filter(any -> any.getReason().equals("NotGranted"))
                        .isPresent());
    assertThat(OperatorUnderTest.condition(refused, "Promoted").orElseThrow().getMessage())
        .contains("/soundbite-team-late-api, which spec.promotion.from runs images of");
    assertThat(refused.getStatus().release()).isEqualTo(after.release());
  }

  private static List<?> children() {
    return operator
        .client()
        .apps()
        .deployments()
        .inNamespace(tenants.namespace())
        .list()
        .getItems();
  }

  private static void ready(String name) {
    operator.image("soundbite-" + name + "-api", "1.4.1");
    awaitReady(name);
  }

  private static void awaitReady(String name) {
    tenants
        .tenant()
        .environment(name)
        .waitUntilCondition(
            it -> it != null && OperatorUnderTest.isReady(it),
            OperatorUnderTest.PATIENCE.toSeconds(),
            TimeUnit.SECONDS);
  }

  private static boolean isAboutTenant(Journal.Call call) {
    return String.valueOf(call.resource()).contains("mine-");
  }

  private static Map<String, Object> aws(String field, String value) {
    return Map.of("aws", Map.of(field, value));
  }

  private static Map<String, Object> image(String repository) {
    return Map.of("image", Map.of("tag", "1.4.1", "repository", repository));
  }

  private static String account() {
    return String.valueOf(
        ThreadLocalRandom.current().nextLong(100_000_000_000L, 1_000_000_000_000L));
  }
}
