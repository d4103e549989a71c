package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reasons of docs/errors.md, brought about, and ended by what a reader is advised to do. */
class AdviceIT {
  private static final String NAME = "advised";
  private static final String REPOSITORY = "soundbite-advised-api";
  private static final String ISSUER = "https://oidc.sandbox.soundbite.test";

  private final OperatorUnderTest operator = new OperatorUnderTest();

  @AfterEach
  void close() {
    operator.close();
  }

  @Test
  @FollowsAdvice("IdentityProviderMissing")
  void runTheCommandInTheMessage() {
    operator
        .aws()
        .iam()
        .listOpenIDConnectProviders()
        .openIDConnectProviderList()
        .forEach(
            provider ->
                operator
                    .aws()
                    .iam()
                    .deleteOpenIDConnectProvider(
                        it -> it.openIDConnectProviderArn(provider.arn())));
    operator.start();
    operator.kubectl().apply(NAME, NAME, Map.of());

    assertThat(message(awaitReason("IdentityProviderMissing")))
        .contains(
            "aws iam create-open-id-connect-provider --url "
                + ISSUER
                + " --client-id-list sts.amazonaws.com");

    operator
        .aws()
        .iam()
        .createOpenIDConnectProvider(it -> it.url(ISSUER).clientIDList("sts.amazonaws.com"));
    operator.kubectl().requestReconcile(NAME);
    operator.push(NAME, REPOSITORY, "1.4.1");
    operator.awaitReady(NAME);
  }

  @Test
  @FollowsAdvice("ImageNotFound")
  void pushTheTagToTheRepositoryInTheMessage() {
    operator.start();
    operator.kubectl().apply(NAME, NAME, Map.of());
    operator.await(NAME, it -> OperatorUnderTest.is(it, "Synced", "True"));
    operator.kubectl().requestReconcile(NAME);
    assertThat(message(operator.await(NAME, it -> message(it).contains("push it"))))
        .contains(REPOSITORY + " has no tag 1.4.1; push it there");

    operator.image(REPOSITORY, "1.4.1");
    operator.awaitReady(NAME);
  }

  @Test
  @FollowsAdvice("InvalidRequest")
  void deleteTheObjectWhoseSelectorCanNotBeChanged() {
    operator.start().ready(NAME, NAME, Map.of());
    operator.stop();
    var deployment = operator.deployment(NAME + "-processor");
    var other =
        new DeploymentBuilder(deployment.require())
            .editMetadata()
            .withUid(null)
            .withResourceVersion(null)
            .endMetadata()
            .editSpec()
            .editSelector()
            .addToMatchLabels("app", "other")
            .endSelector()
            .editTemplate()
            .editMetadata()
            .addToLabels("app", "other")
            .endMetadata()
            .endTemplate()
            .endSpec()
            .withStatus(null)
            .build();
    deployment.delete();
    Awaitility.await().atMost(OperatorUnderTest.PATIENCE).until(() -> deployment.get() == null);
    operator.client().resource(other).create();
    operator.start();

    assertThat(message(awaitReason("InvalidRequest")))
        .contains("field is immutable", NAME + "-processor");

    deployment.delete();
    operator.awaitReady(NAME);
  }

  @Test
  @FollowsAdvice("TooLarge")
  void shortenWhatIsTooLargeTogether() {
    operator.start().ready(NAME, NAME, Map.of());
    operator.kubectl().change(NAME, "env", controlCharacters());

    assertThat(message(awaitReason("TooLarge"))).contains("Shorten", "spec.env");

    operator.kubectl().change(NAME, "env", List.of());
    operator.awaitReady(NAME);
  }

  /** Each has one byte, and six in JSON. */
  private static List<Map<String, String>> controlCharacters() {
    return IntStream.range(0, 60)
        .mapToObj(i -> Map.of("name", "LARGE_" + i, "value", "\u0001".repeat(4000)))
        .toList();
  }

  @Test
  @FollowsAdvice({"SourceIsItself", "SourceMissing"})
  void nameAnotherSourceOrNone() {
    operator.start().ready(NAME, NAME, Map.of());
    operator.kubectl().change(NAME, "promotion", from(NAME, operator.namespace()));

    var itself = awaitReason("SourceIsItself");
    assertThat(condition(itself, "Parity").orElseThrow().getReason()).isEqualTo("SourceIsItself");

    operator.kubectl().change(NAME, "promotion", from("nobody", operator.namespace()));
    operator.await(
        NAME,
        it ->
            condition(it, "Parity")
                .filter(parity -> parity.getReason().equals("SourceMissing"))
                .isPresent());

    operator.kubectl().change(NAME, "promotion", Collections.singletonMap("from", null));
    var ready = operator.awaitReady(NAME);
    assertThat(condition(ready, "Parity")).isEmpty();
  }

  private static Map<String, Object> from(String name, String namespace) {
    return Map.of("from", Map.of("name", name, "namespace", namespace));
  }

  @Test
  @FollowsAdvice("Immutable")
  void deleteWhatAwsCanNotChangeAndHaveItRecreated() {
    operator.start().ready(NAME, NAME, Map.of());
    operator.stop();
    var tables = new Tables(operator, NAME);
    tables.replaceByOneWithAnotherKey();
    operator.start();

    assertThat(message(awaitReason("Immutable")))
        .contains("soundbite.io/recreate: Database/SoundbitesTable");

    // In either order: the operator reads AWS later than this.
    operator.kubectl().annotate(NAME, "soundbite.io/recreate", "Database/SoundbitesTable");
    tables.delete();
    operator.kubectl().requestReconcile(NAME);
    operator.awaitReady(NAME);
    assertThat(tables.partitionKey()).isEqualTo("pk");
  }

  /** AWS restores a table without its tags, its time to live and its protection. */
  @Test
  @FollowsAdvice({"DataLoss", "Downgrade"})
  void restoreTheBackupThatTheMessageLeadsTo() {
    operator.start().ready(NAME, NAME, Map.of("features", List.of("basic", "backup")));
    operator.stop();
    var tables = new Tables(operator, NAME);
    new Soundbites(operator, NAME).put();
    var backup = tables.backUp();
    tables.delete();
    operator.start();

    assertThat(message(awaitReason("DataLoss"))).contains("list-backups", tables.name());

    tables.restore(backup);
    operator.kubectl().requestReconcile(NAME);
    assertThat(message(awaitReason("Downgrade"))).contains("/ttlAttribute: (none) -> ttl");
    operator.kubectl().allowDowngrade(NAME);
    operator.awaitReady(NAME);
    assertThat(new Soundbites(operator, NAME).areThere()).isTrue();
    assertThat(tables.owner()).isEqualTo(operator.owner(NAME));
    assertThat(tables.isProtected()).isTrue();
  }

  @Test
  @FollowsAdvice("DataLoss")
  void restoreTheBucketUnderTheSameName() {
    var clock = new Leap();
    operator.start(clock).ready(NAME, NAME, Map.of());
    clock.by(Duration.ofMinutes(5)); // until then S3 may not show the bucket yet
    var bucket = "soundbite-" + NAME + "-soundbites-" + operator.journal().account();
    operator.aws().s3().deleteBucket(it -> it.bucket(bucket));
    operator.kubectl().requestReconcile(NAME);
    assertThat(message(awaitReason("DataLoss"))).contains(bucket);

    operator.aws().s3().createBucket(it -> it.bucket(bucket));
    new Soundbites(operator, NAME).put();
    operator.kubectl().requestReconcile(NAME);
    assertThat(message(awaitReason("Downgrade"))).contains("/lifecycle");
    operator.kubectl().allowDowngrade(NAME);
    operator.awaitReady(NAME);
    assertThat(new Soundbites(operator, NAME).areThere()).isTrue();
  }

  @Test
  @FollowsAdvice("JobSuspended")
  void resumeTheJobWithTheCommandOfTheRow() {
    operator.start().ready(NAME, NAME, Map.of());
    verifyWith("hang");
    operator.image(REPOSITORY, "2");
    operator.kubectl().change(NAME, "image", Map.of("tag", "2"));
    var job = awaitJob();
    suspend(job, true);

    var held =
        operator.await(
            NAME, it -> isReason(it, "Contested") || message(it).contains("JobSuspended"));
    assertThat(OperatorUnderTest.is(held, "Available", "True")).isTrue();

    suspend(job, false);
    operator.await(NAME, it -> isReason(it, "RollingOut") && !message(it).contains("JobSuspended"));
    verifyWith("check");
    operator.await(
        NAME, it -> OperatorUnderTest.isReady(it) && it.getStatus().release().tag().equals("2"));
  }

  private void verifyWith(String command) {
    operator
        .kubectl()
        .change(
            NAME,
            "rollout",
            Map.of("verification", Map.of("job", Map.of("command", List.of(command)))));
  }

  private Resource<Job> awaitJob() {
    var jobs = operator.client().batch().v1().jobs().inNamespace(operator.namespace());
    Awaitility.await("the Job")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> !jobs.list().getItems().isEmpty());
    return jobs.withName(jobs.list().getItems().getFirst().getMetadata().getName());
  }

  private static void suspend(Resource<Job> job, boolean suspend) {
    job.patch(
        PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":%s}}".formatted(suspend));
  }

  @Test
  @FollowsAdvice("ReplicaSetCreateError")
  void makeRoomForTheNextReplicaSet() {
    operator.start().ready(NAME, NAME, Map.of());
    var quota = operator.client().resource(noMoreReplicaSets());
    quota.create();
    operator.image(REPOSITORY, "2");
    operator.kubectl().change(NAME, "image", Map.of("tag", "2"));

    var held = operator.await(NAME, it -> message(it).contains("ReplicaSetCreateError"));
    assertThat(message(held)).contains("exceeded quota: none");

    quota.delete();
    operator.await(
        NAME, it -> OperatorUnderTest.isReady(it) && it.getStatus().release().tag().equals("2"));
  }

  private ResourceQuota noMoreReplicaSets() {
    return new ResourceQuotaBuilder()
        .withNewMetadata()
        .withName("none")
        .withNamespace(operator.namespace())
        .endMetadata()
        .withNewSpec()
        .withHard(Map.of("count/replicasets.apps", new Quantity("0")))
        .endSpec()
        .build();
  }

  @Test
  @FollowsAdvice("AnnotationRefused")
  void setOneOfTheValuesInTheMessage() {
    operator.start().ready(NAME, NAME, Map.of());
    operator.kubectl().annotate(NAME, "soundbite.io/paused", "yes");
    operator.awaitEvent(NAME, "AnnotationRefused", "soundbite.io/paused");

    operator.kubectl().annotate(NAME, "soundbite.io/paused", "true");
    operator.kubectl().change(NAME, "retentionDays", 60);
    awaitReason("Paused");

    operator.kubectl().annotate(NAME, "soundbite.io/paused", "false");
    operator.awaitReady(NAME);
  }

  private SoundBiteEnvironment awaitReason(String reason) {
    return operator.await(NAME, it -> isReason(it, reason));
  }

  private static boolean isReason(SoundBiteEnvironment environment, String reason) {
    return condition(environment, "Ready")
        .filter(it -> it.getReason().equals(reason))
        .filter(it -> it.getStatus().equals("False"))
        .isPresent();
  }

  private static String message(SoundBiteEnvironment environment) {
    return condition(environment, "Ready").map(it -> it.getMessage()).orElse("");
  }
}
