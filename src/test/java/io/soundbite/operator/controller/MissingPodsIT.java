package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.rollout.Trouble;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Obstacles as a cluster puts them up: Ready says what keeps pods away, in the API server's words.
 */
class MissingPodsIT {
  private static final String NAME = "missing";
  private static final String PREFIX = "m";

  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest().start();

  private static int releases;

  @BeforeAll
  static void create() {
    operator
        .client()
        .namespaces()
        .withName(operator.namespace())
        .edit(
            it ->
                new NamespaceBuilder(it)
                    .editMetadata()
                    .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                    .endMetadata()
                    .build());
    operator.ready(NAME, PREFIX, Map.of());
  }

  /** The processor first, then what is live, then what is to be: each hides those before it. */
  @Test
  @FollowsAdvice({"NoReadyPods", "ProcessorNotReady"})
  void aQuotaIsToldForAllThatHasPods() {
    var words = "is forbidden: exceeded quota: none, requested: pods=1, used: pods=";
    behind(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: none}
        spec: {hard: {pods: 0}}
        """,
        () -> {
          deletePods("processor");
          awaitReady("ProcessorNotReady", "FailedCreate: pods \"m-processor-", words);
          deletePods("api");
          awaitReady("NoReadyPods", "has no ready pods. FailedCreate: pods \"m-api-", words);
          deploy();
          awaitReady("RollingOut", "Filling the", "slot. FailedCreate: pods \"m-api-", words);
        });
    recover();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("denied", "request: not today"),
        Arguments.of("violates", "violates PodSecurity \"restricted:latest\": host namespaces"),
        Arguments.of("unreachable", "failed calling webhook \"nobody.example.com\""),
        Arguments.of("tooLarge", "maximum cpu usage per Container is 50m, but limit is 500m"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatAdmissionRefusesIsToldInItsWords(String obstacle, String words) {
    behind(
        OBSTACLES.get(obstacle),
        () -> {
          awaitRefusal(words);
          deletePods("processor");
          awaitReady("ProcessorNotReady", "FailedCreate: ", words);
          deploy();
          awaitReady("RollingOut", "slot. FailedCreate: ", words);
        });
    recover();
  }

  /** While its Job runs: what keeps its pods away would have kept those of the slot away. */
  @ParameterizedTest
  @MethodSource("refusals")
  void whatAdmissionRefusesOfAVerificationIsToldInItsWords(String obstacle, String words) {
    verifyWith(Map.of("command", List.of("hang"), "retries", 3, "timeout", "5m"));
    deploy();
    Awaitility.await("the Job")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> hasPod("verification"));
    behind(
        OBSTACLES.get(obstacle),
        () -> {
          awaitRefusal(words);
          deletePods("verification");
          awaitReady("RollingOut", "Verification Job: FailedCreate: Error creating: ", words);
        });
    verifyWith(Map.of("command", List.of("check")));
    recover();
  }

  @Test
  void aDeploymentThatIsPausedIsResumed() {
    var processor = operator.deployment(PREFIX + "-processor");
    processor.rolling().pause();

    Awaitility.await("the heal")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> processor.require().getSpec().getPaused() == null);
    operator.awaitReady(NAME);
  }

  @Test
  void aDeploymentThatIsLeftPausedIsTold() {
    deploy();
    operator.awaitReady(NAME); // so that both slots have their Deployment
    var next = operator.environment(NAME).get().getStatus().release().slot().other().text();
    leavePaused("API/Deployment/api-" + next);
    var paused = operator.deployment(PREFIX + "-api-" + next);
    paused.rolling().pause();
    deploy();
    awaitReady("RollingOut", "DeploymentPaused: Deployment is paused", "rollout resume");

    paused.rolling().resume();
    heedEverything();
  }

  /** Its template changes when the release is live. */
  @Test
  void aProcessorThatIsLeftPausedIsTold() {
    leavePaused("Compute/Deployment/processor");
    var processor = operator.deployment(PREFIX + "-processor");
    processor.rolling().pause();
    deploy();
    awaitReady("ProcessorNotReady", "DeploymentPaused: Deployment is paused", "rollout resume");

    processor.rolling().resume();
    heedEverything();
  }

  @Test
  void noNodeThatIsLargeEnoughIsTold() {
    request("1000");
    awaitReady("RollingOut", "Unschedulable: 0/2 nodes are available: 2 Insufficient cpu");
    request("100m");
    recover();
  }

  /** It is told while it waits, and when the time of the Job is over. */
  @Test
  void aVerificationThatGetsNoPodsIsTold() {
    var words = "pods \"m-verify-";
    verifyWith(Map.of("command", List.of("check"), "timeout", "8s"));
    behind(
        OBSTACLES.get("tooSmall"),
        () -> {
          var tag = deploy();
          awaitReady(
              "RollingOut",
              "Trying the",
              "Verification Job: FailedCreate: Error creating: " + words,
              "minimum memory usage per Container is 100Mi, but request is 64Mi");
          var failed = operator.await(NAME, it -> isRolledBack(it, tag));
          assertThat(failed.getStatus().history().getFirst().message())
              .startsWith("VerificationFailed: DeadlineExceeded: ")
              .contains("(FailedCreate: Error creating: " + words, "minimum memory usage");
        });
    recover();
  }

  /** What a kubelet would say of a pod that waits for its volume. */
  @Test
  void theNewestWarningSinceThenIsFound() {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var pod = pod(UUID.randomUUID().toString());
    warn(pod, "FailedScheduling", "Warning", now.minusSeconds(9));
    warn(pod, "FailedMount", "Warning", now.minusSeconds(3));
    warn(pod, "BackOff", "Warning", now.minusSeconds(4));
    warn(pod, "Pulling", "Normal", now.minusSeconds(1));
    warn(pod("another"), "FailedCreatePodSandBox", "Warning", now);
    var clock = Clock.fixed(now, ZoneOffset.UTC);

    var events = new WarningEvents(operator.client(), clock);
    assertThat(events.warning(pod, now.minusSeconds(8)).map(Trouble::text))
        .contains("FailedMount: of something");
    assertThat(events.due()).contains(now.plusSeconds(2));

    var later = new WarningEvents(operator.client(), clock);
    assertThat(later.warning(pod, now.minusSeconds(2))).as("it was said before").isEmpty();
    var sooner = new WarningEvents(operator.client(), clock);
    assertThat(sooner.warning(pod, now)).as("it may get on yet").isEmpty();
    assertThat(sooner.due()).contains(now.plusSeconds(1));
  }

  private static Tree.Obj pod(String uid) {
    return Tree.obj(
        "kind",
        "Pod",
        "metadata",
        Map.of("name", "silent", "namespace", operator.namespace(), "uid", uid));
  }

  private static void warn(Tree.Obj about, String reason, String type, Instant last) {
    var metadata = about.object("metadata");
    operator
        .client()
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withGenerateName("silent.")
                .withNamespace(operator.namespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Pod")
                .withName(metadata.text("name"))
                .withNamespace(operator.namespace())
                .withUid(metadata.text("uid"))
                .endInvolvedObject()
                .withReason(reason)
                .withType(type)
                .withMessage("of something")
                .withLastTimestamp(last.toString())
                .build())
        .create();
  }

  private static final Map<String, String> OBSTACLES =
      Map.of(
          "tooLarge",
          """
          apiVersion: v1
          kind: LimitRange
          metadata: {name: small-only}
          spec: {limits: [{type: Container, max: {cpu: 50m}}]}
          """,
          "tooSmall",
          """
          apiVersion: v1
          kind: LimitRange
          metadata: {name: large-only}
          spec: {limits: [{type: Container, min: {memory: 100Mi}}]}
          """,
          "denied",
          """
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicy
          metadata: {name: NAMESPACE}
          spec:
            matchConstraints:
              resourceRules:
              - {apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}
            validations: [{expression: "false", message: not today}]
          ---
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicyBinding
          metadata: {name: NAMESPACE}
          spec:
            policyName: NAMESPACE
            validationActions: [Deny]
            matchResources:
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}
          """,
          "unreachable",
          """
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingWebhookConfiguration
          metadata: {name: NAMESPACE}
          webhooks:
          - name: nobody.example.com
            admissionReviewVersions: [v1]
            sideEffects: None
            failurePolicy: Fail
            clientConfig: {url: "https://127.0.0.1:1/"}
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}
            rules:
            - {apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}
          """,
          "violates",
          """
          apiVersion: admissionregistration.k8s.io/v1
          kind: MutatingAdmissionPolicy
          metadata: {name: NAMESPACE}
          spec:
            reinvocationPolicy: Never
            matchConstraints:
              resourceRules:
              - {apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}
            mutations:
            - patchType: ApplyConfiguration
              applyConfiguration: {expression: "Object{spec: Object.spec{hostNetwork: true}}"}
          ---
          apiVersion: admissionregistration.k8s.io/v1
          kind: MutatingAdmissionPolicyBinding
          metadata: {name: NAMESPACE}
          spec:
            policyName: NAMESPACE
            matchResources:
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}
          """);

  /** Does something while the objects of {@code yaml} are in the way. */
  private static void behind(String yaml, Runnable something) {
    var text = yaml.replace("NAMESPACE", operator.namespace());
    var obstacle =
        operator
            .client()
            .load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
            .inNamespace(operator.namespace());
    obstacle.create();
    try {
      something.run();
    } finally {
      obstacle.delete();
    }
  }

  /** The API server learns of policies, webhooks and limits by watches. */
  private static void awaitRefusal(String words) {
    var template = operator.deployment(PREFIX + "-api-blue").require().getSpec().getTemplate();
    var pod =
        new PodBuilder()
            .withNewMetadataLike(template.getMetadata())
            .withGenerateName("probe-")
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    Awaitility.await(words).atMost(OperatorUnderTest.PATIENCE).until(() -> isRefused(pod, words));
  }

  private static boolean isRefused(Pod pod, String words) {
    try {
      operator.client().pods().inNamespace(operator.namespace()).resource(pod).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      return e.getMessage().contains(words);
    }
  }

  /** Asks for a release that was never asked for before. */
  private static String deploy() {
    var tag = "2." + ++releases;
    operator.image("soundbite-" + NAME + "-api", tag);
    operator.kubectl().change(NAME, "image", Map.of("tag", tag));
    return tag;
  }

  /**
   * Waits until all is well. Kubernetes tries longer and longer apart to create the pods that were
   * refused; ReplicaSets that are made anew begin with that at once.
   */
  private static void recover() {
    operator.kubectl().change(NAME, "image", Map.of("tag", "1.4.1"));
    operator.client().apps().replicaSets().inNamespace(operator.namespace()).delete();
    operator.awaitReady(NAME);
  }

  private static void verifyWith(Map<String, Object> job) {
    operator.kubectl().change(NAME, "rollout", Map.of("verification", Map.of("job", job)));
  }

  private static void request(String cpu) {
    operator.kubectl().change(NAME, "resources", Map.of("requests", Map.of("cpu", cpu)));
  }

  /** Else it is resumed at once: a pause is drift. */
  private static void leavePaused(String deployment) {
    ignore(List.of(Map.of("resource", deployment, "fields", List.of("/spec/paused"))));
  }

  private static void heedEverything() {
    ignore(List.of());
  }

  private static void ignore(List<Map<String, Object>> rules) {
    operator.kubectl().change(NAME, "drift", Map.of("ignore", rules));
    operator.awaitReady(NAME);
  }

  private static void deletePods(String component) {
    pods(component).delete();
  }

  private static boolean hasPod(String component) {
    return !pods(component).list().getItems().isEmpty();
  }

  private static FilterWatchListDeletable<Pod, PodList, PodResource> pods(String component) {
    return operator
        .client()
        .pods()
        .inNamespace(operator.namespace())
        .withLabel("app.kubernetes.io/component", component);
  }

  private static void awaitReady(String reason, String... words) {
    operator.await(
        NAME,
        it ->
            OperatorUnderTest.condition(it, "Ready")
                .filter(ready -> ready.getReason().equals(reason))
                .filter(ready -> List.of(words).stream().allMatch(ready.getMessage()::contains))
                .isPresent());
  }

  private static boolean isRolledBack(SoundBiteEnvironment environment, String tag) {
    var newest = environment.getStatus().history().getFirst();
    return newest.tag().equals(tag) && newest.outcome() == Outcome.ROLLED_BACK;
  }
}
