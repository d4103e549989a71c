package io.soundbite.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The records and the committed schema say the same. */
class CustomResourceTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY);

  static final EnvironmentStatus STATUS =
      new EnvironmentStatus(
          7L,
          new AwsStatus(
              "000000000000",
              "https://kubernetes.default.svc",
              "arn:aws:iam::000000000000:role/x",
              "http://localhost:4566",
              "alias/soundbite",
              "arn:aws:kms:us-east-1:000000000000:key/1",
              List.of("arn:aws:kms:us-east-1:000000000000:key/0")),
          new ImageStatus("soundbite-staging-api", "1.4.2", "sha256:ab", "soundbite/staging"),
          new ReleaseStatus(
              "1.4.1", "sha256:cd", "cd", "f00", "prod-api-3", Slot.BLUE, "2026-11-23T06:00:00Z"),
          new RolloutStatus(
              Slot.BLUE,
              Slot.GREEN,
              "prod-api-4",
              RolloutStatus.Step.SWITCHING,
              "2026-11-23T07:00:00Z",
              "2026-11-23T06:59:00Z",
              "2026-11-23T07:00:30Z",
              "2026-11-23T07:00:10Z",
              "8a2e"),
          List.of(
              new HistoryEntry(
                  "1.4.1",
                  "sha256:cd",
                  "f00",
                  "prod-api-3",
                  Slot.BLUE,
                  "2026-11-23T06:00:00Z",
                  "2026-11-23T07:00:00Z",
                  HistoryEntry.Outcome.ROLLED_BACK,
                  6L,
                  "prod-verify-1",
                  "CrashLoopBackOff: back-off 10s",
                  new Requester("argocd-controller", "alice", "2026-11-23T05:59:00Z"),
                  new Requester("kubectl-sbenv", "bob", "2026-11-23T05:59:30Z"))),
          List.of(
              new VerifiedEntry(
                  "1.4.1",
                  "sha256:cd",
                  "f00",
                  "5ha9e",
                  "2026-11-23T06:01:00Z",
                  "2026-11-23T07:00:00Z")),
          List.of(
              new RejectedEntry(
                  "1.4.1",
                  "sha256:cd",
                  "prod-api-3",
                  "2026-11-23T07:00:00Z",
                  RejectedEntry.Cause.ROLLBACK,
                  "It was left.")),
          new PromotionStatus(
              "1.4.2@sha256:ab+cd",
              new GateRules(
                  "soundbite/staging",
                  "24h",
                  PromotionSpec.Approval.MANUAL,
                  List.of("62h UTC 0 18 * * FRI"),
                  true)),
          List.of(new StackStatus("SoundBite-production-Database", 5, 4, 1)),
          new DriftStatus(
              1,
              2,
              List.of(
                  new DriftEntry(
                      "SoundBite-production-Queue",
                      "Queue/SoundbiteQueue",
                      "/visibility",
                      "PT2M10S",
                      "PT30S",
                      "2026-11-23T06:20:00Z",
                      "Plan"))),
          new ParityStatus(
              "soundbite/staging",
              false,
              "5ha9e",
              List.of(
                  new ParityDifference(
                      "soundbite/production",
                      "Queue/SoundbiteQueue",
                      "/visibility",
                      "PT2M10S",
                      "PT30S")),
              List.of(new ConfigurationDifference("/logLevel", "warn", "info"))),
          new PlanStatus(
              "0123456789ab",
              1,
              2,
              0,
              3,
              List.of(new PlanStep("Update", "Queue/SoundbiteQueue", "/visibility")),
              List.of("0123456789ab")),
          List.of("Database/SoundbitesTable"),
          List.of(
              new QuotaStatus("monitoring", "alarms", "L-2FF78D7B", 4990L, 17L, 17L, 5000L, true)),
          new RedriveStatus(
              3,
              5L,
              "2026-11-23T06:40:00Z",
              RedriveStatus.Trigger.SCHEDULE,
              RedriveStatus.Step.STOPPED),
          new LastHandled(
              "2026-11-23T06:30:00Z",
              "0123456789ab",
              "Database/SoundbitesTable",
              "1.4.2@sha256:ab",
              "again",
              "1.4.1@sha256:cd"),
          List.of(
              new ConditionBuilder()
                  .withType("Ready")
                  .withStatus("False")
                  .withReason("RollingOut")
                  .withMessage("1.4.2 takes over")
                  .withObservedGeneration(7L)
                  .withLastTransitionTime("2026-11-23T07:00:00Z")
                  .build()));

  @Test
  void recordsAndSchemaHaveTheSameDefaults() throws IOException {
    ObjectNode smallest = JSON.createObjectNode().put("prefix", "qa");
    smallest.putObject("image").put("tag", "1.4.1");
    JsonNode byRecords = JSON.valueToTree(JSON.treeToValue(smallest, EnvironmentSpec.class));
    byRecords
        .properties()
        .removeIf(field -> field.getValue().isEmpty() && field.getValue().isObject());
    JsonNode bySchema = smallest.deepCopy();
    fillIn(bySchema, CrdManifest.committedSchema().at("/properties/spec"));

    assertThat(byRecords).isEqualTo(bySchema);
  }

  @Test
  void statusSurvivesTheWayToTheServerAndBack() {
    var serialization = new KubernetesSerialization();
    String sent = serialization.asJson(STATUS);

    assertThat(serialization.unmarshal(sent, EnvironmentStatus.class)).isEqualTo(STATUS);
  }

  @Test
  void schemaKnowsEveryFieldOfTheStatus() throws IOException {
    JsonNode schema = CrdManifest.committedSchema().at("/properties/status");
    var written = new TreeSet<String>();
    pathsOfValue("status", JSON.valueToTree(STATUS), written);
    var known = new TreeSet<String>();
    pathsOfSchema("status", schema, known);

    assertThat(written).isEqualTo(known);
  }

  @Test
  void everyFieldIsDescribed() throws IOException {
    var silent = new TreeSet<String>();
    findSilent("", CrdManifest.committedSchema(), silent);

    assertThat(silent).isEmpty();
  }

  @Test
  void everyRuleRefusesSomeFile() throws IOException {
    List<String> expected =
        CrdCase.in(CrdCase.ROOT.resolve("invalid")).stream()
            .flatMap(test -> test.refusal().stream())
            .filter(text -> text.length() >= 20)
            .toList();

    assertThat(CrdManifest.committedSchema().findValues("x-kubernetes-validations"))
        .flatExtracting(rules -> rules.findValuesAsText("message"))
        .hasSizeGreaterThan(40)
        .allMatch(message -> expected.stream().anyMatch(message::contains));
  }

  /** As the API server does: absent properties get their default, then those within them. */
  private static void fillIn(JsonNode value, JsonNode schema) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              if (!value.has(property.getKey()) && property.getValue().has("default")) {
                ((ObjectNode) value)
                    .set(property.getKey(), property.getValue().get("default").deepCopy());
              }
              if (value.has(property.getKey())) {
                fillIn(value.get(property.getKey()), property.getValue());
              }
            });
  }

  private static void pathsOfValue(String path, JsonNode value, TreeSet<String> paths) {
    paths.add(path);
    if (value.isArray()) {
      value.forEach(item -> pathsOfValue(path, item, paths));
    }
    value
        .properties()
        .forEach(field -> pathsOfValue(path + "." + field.getKey(), field.getValue(), paths));
  }

  private static void pathsOfSchema(String path, JsonNode schema, TreeSet<String> paths) {
    paths.add(path);
    if (schema.has("items")) {
      pathsOfSchema(path, schema.get("items"), paths);
    }
    schema
        .path("properties")
        .properties()
        .forEach(field -> pathsOfSchema(path + "." + field.getKey(), field.getValue(), paths));
  }

  private static void findSilent(String path, JsonNode schema, TreeSet<String> silent) {
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String name = path + "." + field.getKey();
              if (field.getValue().path("description").asText().length() < 10) {
                silent.add(name);
              }
              findSilent(name, field.getValue(), silent);
              findSilent(name + "[]", field.getValue().path("items"), silent);
            });
  }
}
