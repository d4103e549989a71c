package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.api.v1alpha1.AwsStatus;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.StackStatus;
import io.soundbite.operator.aws.KmsKey;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.KmsKeys;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.ManualClock;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.status.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KmsKeySourceTest {
  private static final Scope SCOPE = new Scope("us-east-1", null, new Scope.Credentials.Operator());
  private static final Owner OWNER = new Owner("test", "soundbite", "staging");
  private static final String ALIAS = "alias/soundbite";
  private static final String ARN =
      "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final String OLD = "arn:aws:kms:us-east-1:000000000000:key/old";
  private static final Policy OPEN =
      Policy.parse(
          "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\","
              + "\"Resource\":\"*\"}]}");
  private static final Policy DELEGATING =
      Policy.parse(
          "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
              + "\"arn:aws:iam::000000000000:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}");

  private final ManualClock clock = new ManualClock();
  private final LinkedBlockingQueue<Owner> woken = new LinkedBlockingQueue<>();
  private Result<KmsKey> answer = usable(OPEN);
  private final KmsKeySource keys = new KmsKeySource(any -> answer, woken::add, clock);

  @Test
  void theArnOfAKeyNeedsNoAnswer() {
    assertThat(of(ARN, fresh()).value()).contains(used(ARN));
  }

  @Test
  void anAliasIsLookedUp() throws InterruptedException {
    assertThat(of(ALIAS, fresh()).problem()).map(Problem::reason).contains(Problem.READING);

    assertThat(awaited(() -> of(ALIAS, fresh())).value()).contains(used(ALIAS));
  }

  @Test
  void whatHasNotBegunWaitsForItsKey() throws InterruptedException {
    answer = new Result.Ok<>(new KmsKey.Unusable(Optional.empty(), "there is no such key"));

    var finding = awaited(() -> of(ALIAS, fresh()));

    assertThat(finding.value()).isEmpty();
    assertThat(finding.problem())
        .contains(
            new Problem(
                "KmsKeyUnusable",
                "spec.aws.kmsKey alias/soundbite can't be used: there is no such key.",
                true));
    assertThat(finding.until()).contains(clock.instant().plus(Duration.ofSeconds(30)));
  }

  @Test
  void whatRunsGoesOnWithTheKeyThatItHad() throws InterruptedException {
    answer = failed(Failure.Kind.UNAVAILABLE);
    var before = running("alias/old", OLD);
    of(ALIAS, before);
    assertThat(woken.poll(10, TimeUnit.SECONDS)).isNotNull();

    var finding = of(ALIAS, before);

    assertThat(finding.value())
        .contains(new KmsKeys(Optional.of(new KmsKeys.Used("alias/old", OLD)), List.of()));
    assertThat(awaited(() -> use(ALIAS)).problem()).map(Problem::reason).contains("Unavailable");
  }

  @Test
  void aDroppedKeyIsAFormerOne() {
    assertThat(of(null, running("alias/old", OLD)).value())
        .contains(new KmsKeys(Optional.empty(), List.of(OLD)));
  }

  /** A deletion waits for no key. */
  @Test
  void whatIsDeletedHasTheKeyThatIsRecorded() {
    var resource = resource(ALIAS);
    resource.getMetadata().setDeletionTimestamp("2026-11-30T00:00:00Z");

    assertThat(keys.of(resource, running("alias/old", OLD), SCOPE, OWNER).value())
        .map(KmsKeys::current)
        .contains(Optional.of(OLD));
  }

  @Test
  void withoutAKeyThereIsNothingToCheck() {
    assertThat(use(null).value()).contains(KmsUse.NOTHING_TO_CHECK);
  }

  @Test
  void aPolicyThatLetsEverybodyInIsEnough() throws InterruptedException {
    assertThat(awaited(() -> use(ARN)).value()).contains(KmsUse.CHECKED);
  }

  @Test
  void whatThePolicyLacksIsNamed() throws InterruptedException {
    answer = usable(DELEGATING);

    var finding = awaited(() -> use(ARN));

    assertThat(finding.value()).isEmpty();
    assertThat(finding.until()).contains(clock.instant().plus(Duration.ofMinutes(2)));
    var problem = finding.problem().orElseThrow();
    assertThat(problem.reason()).isEqualTo("KmsGrantMissing");
    assertThat(problem.lasting()).isTrue();
    assertThat(problem.message())
        .contains(ARN)
        .contains("logs.us-east-1.amazonaws.com")
        .contains("cloudwatch.amazonaws.com (so that alarms reach the topic): kms:Decrypt")
        .doesNotContain("pods")
        .contains("docs/security.md");
    assertThat(problem.message().length()).isLessThan(1024);
  }

  @Test
  void aPolicyThatCanNotBeReadIsToldOnce() throws InterruptedException {
    answer = new Result.Ok<>(new KmsKey.Usable(ARN, Optional.empty()));

    var use = awaited(() -> use(ARN));

    assertThat(use.value()).contains(KmsUse.UNCHECKED);
    assertThat(keys.news(environment(ARN), use))
        .hasValueSatisfying(
            it -> {
              assertThat(it.reason()).isEqualTo("KmsKeyPolicyUnread");
              assertThat(it.message()).contains(ARN).contains("kms:GetKeyPolicy");
            });
    assertThat(keys.news(environment(ARN), use)).isEmpty();
    keys.forget(OWNER);
    assertThat(keys.news(environment(ARN), use)).isPresent();
  }

  @Test
  void nothingIsMadeBeforeTheKeyIsKnownToBeFit() throws InterruptedException {
    answer = usable(DELEGATING);
    var creates = creates();
    var pending = KmsUse.clear(use(ARN), creates, false);
    assertThat(pending).noneMatch(Step::writes);
    assertThat(pending).allMatch(it -> ((Step.Blocked) it).reason().equals(Problem.READING));

    var refused = KmsUse.clear(awaited(() -> use(ARN)), creates, false);

    assertThat(refused).noneMatch(Step::writes);
    assertThat(refused).allMatch(it -> ((Step.Blocked) it).reason().equals("KmsGrantMissing"));
  }

  @Test
  void inWhatRunsOnlyWhatTheKeyEncryptsWaits() throws InterruptedException {
    answer = usable(DELEGATING);
    var use = awaited(() -> use(ARN));

    var steps = KmsUse.clear(use, creates(), true);

    assertThat(steps.stream().filter(it -> !it.writes()).map(it -> it.key().id()))
        .containsExactlyInAnyOrder(
            "SoundbitesTable",
            "SoundbitesBucket",
            "QueueAlerts",
            "SoundbiteDLQ",
            "SoundbiteQueue",
            "Repository",
            "ProcessorLogGroup",
            "ApiLogGroup");
  }

  @Test
  void aFitKeyHoldsNothingBack() throws InterruptedException {
    var creates = creates();

    assertThat(KmsUse.clear(awaited(() -> use(ARN)), creates, false)).isEqualTo(creates);
  }

  private Finding<KmsKeys> of(@Nullable String key, EnvironmentStatus before) {
    return keys.of(resource(key), before, SCOPE, OWNER);
  }

  private Finding<KmsUse> use(@Nullable String key) {
    return keys.use(environment(key), SCOPE);
  }

  /** What it comes to once KMS has answered. */
  private <T> Finding<T> awaited(Supplier<Finding<T>> ask) throws InterruptedException {
    var finding = ask.get();
    while (finding.problem().filter(it -> it.reason().equals(Problem.READING)).isPresent()) {
      assertThat(woken.poll(10, TimeUnit.SECONDS)).as("an answer").isNotNull();
      finding = ask.get();
    }
    return finding;
  }

  private static List<Step> creates() {
    return Halves.of(Blueprint.of(environment(ARN), SlotTarget.none())).aws().stream()
        .<Step>map(Step.Create::new)
        .toList();
  }

  private static KmsKeys used(String name) {
    return new KmsKeys(Optional.of(new KmsKeys.Used(name, ARN)), List.of());
  }

  private static Result<KmsKey> usable(Policy policy) {
    return new Result.Ok<>(new KmsKey.Usable(ARN, Optional.of(policy)));
  }

  private static Result<KmsKey> failed(Failure.Kind kind) {
    return new Result.Failed<>(new Failure(kind, "kms:DescribeKey", ALIAS, "no"));
  }

  private static EnvironmentStatus fresh() {
    return EnvironmentStatus.of(resource(null));
  }

  private static EnvironmentStatus running(String name, String arn) {
    var status =
        Tree.obj(
            "aws",
            Json.of(new AwsStatus("000000000000", "issuer", null, null, name, arn, null)),
            "stacks",
            List.of(Json.of(new StackStatus("Database", 1, 1, 0))));
    return Serialization.unmarshal(Json.write(status), EnvironmentStatus.class);
  }

  private static SoundBiteEnvironment resource(@Nullable String key) {
    var resource =
        ExampleFile.read(
            "staging",
            key == null ? it -> it : ExampleFile.with(Tree.obj("aws", Map.of("kmsKey", key))));
    resource.getMetadata().setUid("uid");
    resource.getMetadata().setNamespace("soundbite");
    return resource;
  }

  private static Environment environment(@Nullable String key) {
    var facts =
        new Facts(
            "000000000000",
            "aws",
            "amazonaws.com",
            "us-east-1",
            null,
            null,
            "issuer",
            Installation.of("test"));
    return Environment.of(
        resource(key),
        facts.with(
            new KmsKeys(Optional.ofNullable(key).map(it -> new KmsKeys.Used(it, ARN)), List.of())));
  }
}
