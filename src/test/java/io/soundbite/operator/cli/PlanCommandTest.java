package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a plan says, of what the API server answers to the dry run. */
class PlanCommandTest extends CommandTest {
  private static final String SERVER_SIDE = "fieldManager=kubectl&dryRun=All&force=true";

  @Test
  void nothingChanges() {
    var outcome = plan(Sample.ready("staging"), Sample.yaml("staging"));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualTo("soundbite/staging in account 123456789012: nothing changes\n");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void anotherTagIsOneRelease() {
    var outcome = plan(Sample.ready("staging"), changed("staging", "\"1.4.1\"", "\"1.4.2\""));

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .isEqualTo(
            """
            soundbite/staging in account 123456789012: a release

            Declared:
              FIELD             FROM    TO
              /spec/image/tag   1.4.1   1.4.2

            Release 1.4.1 -> 1.4.2, blue-green via the green slot; the digest is resolved by the operator.
            """);
  }

  @Test
  void anotherConfigurationIsARelease() {
    var outcome =
        plan(Sample.ready("staging"), changed("staging", "logLevel: info", "logLevel: debug"));

    assertThat(outcome.out())
        .contains("account 123456789012: a release\n")
        .contains("Release 1.4.1 with another configuration, blue-green via the green slot;")
        .containsPattern("/config/LOG_LEVEL +info +debug")
        .doesNotContain("Deployment");
  }

  @Test
  void theReleaseThatTheOtherSlotStillHoldsIsOnlySwitchedTo() {
    var live = changed("staging", "\"1.4.1\"", "\"1.4.2\"");
    var before =
        Sample.with(
            Sample.of(live),
            Sample.READY
                    .formatted(Sample.configHash(Sample.of(live)), "staging")
                    .replace("{tag: \"1.4.1\"", "{tag: \"1.4.2\"")
                + """
                history:
                - {tag: "1.4.2", slot: blue, configHash: any}
                - {tag: "1.4.1", slot: green, configHash: %s}
                - {tag: "1.3.0", slot: green, configHash: any}
                """
                    .formatted(Sample.configHash(Sample.fresh("staging"))));

    assertThat(plan(before, Sample.yaml("staging")).out())
        .contains("Release 1.4.2 -> 1.4.1, blue-green via the green slot, which still holds it;");
  }

  @Test
  void theWayBackFromARolloutUnderWay() {
    var asked = changed("staging", "\"1.4.1\"", "\"1.4.2\"");
    var before =
        Sample.with(
            Sample.of(asked),
            Sample.READY.formatted(Sample.configHash(Sample.fresh("staging")), "staging")
                + "rollout: {from: blue, to: green, revision: any, step: Filling, since: any}\n");

    assertThat(plan(before, Sample.yaml("staging")).out())
        .contains(
            "Release 1.4.1 stays live in the blue slot; the rollout under way in the green slot is"
                + " given up.");
  }

  @Test
  void settingsAreUpdatesOfResources() {
    var outcome =
        plan(
            Sample.ready("staging"),
            changed(
                "staging", "retentionDays: 30", "retentionDays: 90\n  processor: {replicas: 3}"));

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .contains("account 123456789012: 3 resources to update\n")
        .containsPattern("update +Compute/ProcessorLogGroup +/retentionDays +30 +90")
        .containsPattern("update +API/ApiLogGroup +/retentionDays +30 +90")
        .containsPattern("update +Compute/Deployment/processor +/spec/replicas +1 +3")
        .doesNotContain("elease");
  }

  @Test
  void whatConcernsNoResourceIsAChangeAllTheSame() {
    var outcome =
        plan(
            Sample.ready("staging"),
            Sample.yaml("staging")
                + "  aws: {deletionPolicy: Delete}\n  rollout: {scaleDownDelay: 5m}\n");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .contains("no resource changes")
        .containsPattern("/spec/rollout/scaleDownDelay +10m +5m");
  }

  @Test
  void aGuardIsNotLoweredWithoutLeave() {
    var before = Sample.ready("production");
    var after = Sample.of(changed("production", "backup, scaling", "scaling"));
    after.getMetadata().setGeneration(2L);

    var outcome = plan(before, Sample.yaml("production"), after);

    assertThat(outcome.out())
        .containsPattern(
            "blocked +Database/SoundbitesTable +/pointInTimeRecovery +true +false +held: Downgrade")
        .contains("until the annotation soundbite.io/allow-downgrade: \"2\" is set.");
  }

  @Test
  void whatMayBeWrittenIsWrittenBesideAHeldGuard() {
    var after = Sample.of(changed("production", "backup, scaling", "scaling"));
    after
        .getMetadata()
        .setAnnotations(Map.of("soundbite.io/allow-downgrade", "1", "soundbite.io/paused", "true"));

    var outcome = plan(Sample.ready("production"), Sample.yaml("production"), after);

    assertThat(outcome.out())
        .containsPattern("update +Database/SoundbitesTable +/pointInTimeRecovery +true +false\\n")
        .contains("Nothing is done while soundbite.io/paused is \"true\".")
        .doesNotContain("held");
  }

  @Test
  void ignoredFieldsStayAsTheyAre() {
    var ignoring = "  drift: {ignore: [{resource: API/ApiLogGroup, fields: [/retentionDays]}]}\n";
    var before = Sample.ready("staging");
    var after = Sample.of(changed("staging", "retentionDays: 30", "retentionDays: 90") + ignoring);

    assertThat(plan(before, Sample.yaml("staging"), after).out())
        .contains("1 resource to update")
        .contains("Compute/ProcessorLogGroup")
        .doesNotContainPattern("update +API/ApiLogGroup");
  }

  @Test
  void anIgnoreRuleThatNamesNothingIsSaid() {
    var rule = "  drift: {ignore: [{resource: API/ApiLogGroup, fields: [/nonsense]}]}\n";

    assertThat(plan(Sample.ready("staging"), Sample.yaml("staging") + rule).out())
        .contains("nothing would be written.")
        .contains("API/ApiLogGroup has no field /nonsense");
  }

  @Test
  void whatElseIsToBeKnown() {
    var before = Sample.but("staging", "drift: {count: 2, unread: 0, resources: []}");
    var after =
        Sample.with(
            Sample.of(
                Sample.yaml("staging")
                    + "  drift: {policy: Plan}\n"
                    + "  aws: {roleArn: \"arn:aws:iam::210987654321:role/other\"}\n"),
            Sample.READY.formatted("any", "staging"));

    after.getMetadata().setDeletionTimestamp("2026-11-23T08:00:00Z");

    assertThat(plan(before, Sample.yaml("staging"), after).out())
        .contains("The environment is being deleted, since 2026-11-23T08:00:00Z.")
        .contains("Drift at present: 2 fields are not as declared; see kubectl sbenv drift")
        .contains("Nothing is done by itself under drift.policy Plan")
        .contains("if it is not 123456789012 any more, nothing is touched");
  }

  @Test
  void aNewEnvironmentIsAllToCreate() {
    plugin.has(Sample.ready("staging"));
    plugin.creates(201, Sample.fresh("production"));

    var outcome = plugin.run("plan", "-f", "examples/production.yaml");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .isEqualTo(
            """
            soundbite/production in account 123456789012: new, a release, 47 resources to create

            Release 1.4.1, the first, in the blue slot; the digest is resolved by the operator.

              STACK                           CREATE
              SoundBite-production-Database   5
              SoundBite-production-Storage    3
              SoundBite-production-Queue      8
              SoundBite-production-Compute    12
              SoundBite-production-API        19
            """);
    assertThat(plugin.run("plan", "-v", "-f", "examples/production.yaml").out())
        .containsPattern("Queue/SoundbiteQueue +SqsQueue +SoundBite-production-SoundbiteQueue");
  }

  @Test
  void anAccountThatNobodyKnowsIsNotMadeUp() {
    plugin.has();
    plugin.creates(201, Sample.fresh("production"));

    assertThat(plugin.run("plan", "-v", "-f", "examples/production.yaml").out())
        .contains("soundbite/production in account <account>: new")
        .contains("soundbite-production-soundbites-<account>")
        .contains("The account is looked up by the operator, and is not known yet.");
  }

  @Test
  void aNameThatIsTakenIsSaid() {
    plugin.has(Sample.ready("staging"));
    plugin.creates(201, Sample.of(changed("production", "prefix: prod", "prefix: staging")));

    assertThat(plugin.run("plan", "-f", "examples/production.yaml").out())
        .contains("NamingConflict: nothing would be made. spec.prefix staging is taken");
  }

  @Test
  void everyDocumentOfAFileIsPlannedAndOtherKindsAreNot() {
    plugin.has(Sample.ready("staging"), Sample.ready("production"));
    plugin.patches("staging", SERVER_SIDE, 200, Sample.ready("staging"));
    plugin.patches("production", SERVER_SIDE, 200, Sample.ready("production"));
    var file =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: soundbite}
        ---
        %s
        ---
        %s
        """
            .formatted(Sample.yaml("staging"), Sample.yaml("production"));

    var outcome = plugin.reading(file, "plan", "-f", "-");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines()).filteredOn(it -> it.contains("nothing changes")).hasSize(2);
  }

  @Test
  void everyRefusalIsSaid() {
    plugin.has(Sample.ready("staging"), Sample.ready("production"));
    var words = "SoundBiteEnvironment.soundbite.io \"x\" is invalid: spec.prefix is immutable";
    plugin.patches("staging", SERVER_SIDE, 422, refusal(422, words));
    plugin.patches(
        "production",
        SERVER_SIDE,
        400,
        refusal(400, " \"\" is invalid: patch: Invalid value: \"{\\\"a\\\":{}}\": unknown field"));

    var outcome =
        plugin.run("plan", "-f", "examples/staging.yaml", "-f", "examples/production.yaml");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .isEqualTo(
            """
            error: examples/staging.yaml: soundbite/staging: %s
            examples/production.yaml: soundbite/production: unknown field
            """
                .formatted(words));
  }

  @Test
  void filesThatAreNone() throws IOException {
    plugin.has();

    assertFails(plugin.run("plan", "-f", "/nonsense"), "There is no file /nonsense.");
    assertFails(plugin.run("plan", "-f", directory.toString()), "can't be read");
    assertFails(plugin.reading("", "plan", "-f", "-"), "there is no SoundBiteEnvironment in it");
    assertFails(plugin.reading("{a: [", "plan", "-f", "-"), "standard input: not a manifest");
    assertFails(plugin.reading("just text", "plan", "-f", "-"), "standard input: not a manifest");
    assertFails(
        plugin.reading(
            "kind: SoundBiteEnvironment\napiVersion: soundbite.io/v1alpha1", "plan", "-f", "-"),
        "metadata.name is missing");
    var other = directory.resolve("other.yaml");
    Files.writeString(other, "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
    assertFails(plugin.run("plan", "-f", other.toString()), "there is no SoundBiteEnvironment");
  }

  /** What kubectl's client-side apply would take away is taken away. */
  @Test
  void whatWasAppliedByTheClientIsMergedAsTheClientWould() throws InterruptedException {
    var before = Sample.ready("staging");
    before
        .getMetadata()
        .setAnnotations(
            Map.of(
                "kubectl.kubernetes.io/last-applied-configuration",
                "{\"metadata\":{\"labels\":{\"a\":\"b\"},\"annotations\":{\"old\":\"x\"},"
                    + "\"namespace\":\"soundbite\"},"
                    + "\"spec\":{\"prefix\":\"staging\",\"alarms\":{\"notify\":[\"a@b.c\"]}}}"));
    plugin.has(before);
    plugin.patches("staging", "fieldManager=kubectl-client-side-apply&dryRun=All", 200, before);

    var outcome =
        plugin.reading(changed("staging", "  namespace: soundbite\n", ""), "plan", "-f", "-");

    assertThat(outcome.err()).isEmpty();
    assertThat(plugin.writes())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getHeader("Content-Type")).startsWith("application/merge-patch+json");
              assertThat(it.getUtf8Body())
                  .contains("\"alarms\":null", "\"labels\":null", "\"prefix\":\"staging\"")
                  .contains("\"annotations\":{\"old\":null}", "\"namespace\":\"soundbite\"");
            });
  }

  /** What the same manager no longer declares goes; what another one holds is a conflict. */
  @Test
  void whatWasAppliedOnTheServersSideIsAppliedByTheSameManager() throws InterruptedException {
    var before = Sample.ready("staging");
    before
        .getMetadata()
        .setManagedFields(
            List.of(
                applied("soundbite-operator", null),
                applied("other", "status"),
                applied("argocd-controller", null)));
    plugin.has(before);
    plugin.patches("staging", "fieldManager=argocd-controller&dryRun=All&force=false", 200, before);
    plugin.patches("staging", "fieldManager=argocd-controller&dryRun=All&force=true", 200, before);

    assertThat(plugin.run("plan", "-f", "examples/staging.yaml").code()).isZero();
    assertThat(plugin.run("plan", "--force-conflicts", "-f", "examples/staging.yaml").code())
        .isZero();
    assertThat(plugin.writes())
        .hasSize(2)
        .allSatisfy(
            it -> assertThat(it.getHeader("Content-Type")).startsWith("application/apply-patch"));
  }

  @Test
  void nothingIsEverWritten() throws InterruptedException {
    plan(Sample.ready("staging"), changed("staging", "\"1.4.1\"", "\"1.4.2\""));
    plugin.creates(201, Sample.fresh("production"));
    plugin.run("plan", "-f", "examples/production.yaml");

    assertThat(plugin.writes())
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.getPath()).contains("dryRun=All"));
  }

  @Test
  void json() throws IOException {
    plugin.has(Sample.ready("production"));
    var after =
        Sample.of(
            changed("production", "backup, scaling", "scaling").replace("\"1.4.1\"", "\"1.4.2\""));
    plugin.patches("production", SERVER_SIDE, 200, after);

    var outcome = plugin.run("plan", "-o", "json", "-f", "examples/production.yaml");
    var plan = outcome.json().at("/environments/0");

    assertThat(outcome.code()).isOne();
    assertThat(plan.at("/environment").asText()).isEqualTo("soundbite/production");
    assertThat(plan.at("/isNew").asBoolean()).isFalse();
    assertThat(plan.at("/declared/1/field").asText()).isEqualTo("/spec/image/tag");
    assertThat(plan.at("/release/from").asText()).isEqualTo("1.4.1");
    assertThat(plan.at("/release/to").asText()).isEqualTo("1.4.2");
    assertThat(plan.at("/release/slot").asText()).isEqualTo("green");
    assertThat(plan.at("/release/fields/0/field").asText()).isEqualTo("/config/FEATURES");
    assertThat(plan.at("/resources/0/action").asText()).isEqualTo("Blocked");
    assertThat(plan.at("/resources/0/resource").asText()).isEqualTo("Database/SoundbitesTable");
    assertThat(plan.at("/resources/0/fields/0/held").asText()).isEqualTo("Downgrade");
    assertThat(plan.at("/resources/0/message").asText()).contains("would protect less");
    assertThat(plan.at("/notes")).hasSize(1);
  }

  /** A plan for {@code yaml}, which the API server takes over as it is. */
  private Plugin.Outcome plan(SoundBiteEnvironment before, String yaml) {
    return plan(before, yaml, Sample.of(yaml));
  }

  private Plugin.Outcome plan(
      SoundBiteEnvironment before, String yaml, SoundBiteEnvironment after) {
    var name = before.getMetadata().getName();
    if (after.getStatus() == null) {
      after.setStatus(before.getStatus());
    }
    plugin.has(before);
    plugin.patches(name, SERVER_SIDE, 200, after);
    return plugin.reading(yaml, "plan", "-f", "-");
  }

  private static String changed(String name, String from, String to) {
    var yaml = Sample.yaml(name);
    assertThat(yaml).contains(from);
    return yaml.replace(from, to);
  }

  private static Object refusal(int code, String message) {
    return new StatusBuilder()
        .withStatus("Failure")
        .withCode(code)
        .withMessage(message)
        .withNewDetails()
        .withKind("SoundBiteEnvironment")
        .endDetails()
        .build();
  }

  private static ManagedFieldsEntry applied(String manager, String subresource) {
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withOperation("Apply")
        .withSubresource(subresource)
        .build();
  }
}
