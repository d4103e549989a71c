package io.soundbite.operator.controller;

import static java.util.stream.Collectors.toSet;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.CrdInstallation;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.AwsClients;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.ContainerInsights;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.PodIdentity;
import io.soundbite.operator.grants.Glob;
import io.soundbite.operator.grants.Grant;
import io.soundbite.operator.grants.Grants;
import io.soundbite.operator.grants.Key;
import io.soundbite.operator.metrics.ShippedMetrics;
import io.soundbite.operator.status.Conditions;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/**
 * The operator in this process, on the sandbox's API server and emulator, with a namespace and an
 * AWS account of its own.
 */
final class OperatorUnderTest implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration WATCH = Duration.ofSeconds(10);
  private static final String ISSUER = "oidc.sandbox.soundbite.test";

  private final KubernetesClient client;
  private final String namespace;
  private final Kubectl kubectl;
  private final Journal journal;
  private final AwsClients aws;
  private final OperatorSettings settings;
  private final ShippedMetrics metrics = ShippedMetrics.shipped();
  private final MeterRegistry meters = metrics.registry();
  private Optional<Running> running = Optional.empty();

  private record Running(Operator operator, Workings workings) {}

  OperatorUnderTest() {
    this(Sandbox.client());
  }

  OperatorUnderTest(KubernetesClient client) {
    this(client, Sandbox.endpoint());
  }

  /** The operator finds AWS at {@code endpoint}; the test itself asks the emulator straight. */
  OperatorUnderTest(URI endpoint) {
    this(Sandbox.client(), endpoint);
  }

  private OperatorUnderTest(KubernetesClient client, URI endpoint) {
    this(client, endpoint, anyAccount());
    trustCluster();
  }

  private OperatorUnderTest(KubernetesClient client, URI endpoint, String account) {
    this(client, endpoint, account, Hands.own(account));
  }

  private OperatorUnderTest(KubernetesClient client, URI endpoint, String account, Hands hands) {
    this(client, endpoint, account, anyNamespace(), hands);
    CrdInstallation.on(client);
    client
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  private OperatorUnderTest(
      KubernetesClient client, URI endpoint, String account, String namespace, Hands hands) {
    this.client = client;
    this.journal = new Journal(Sandbox.endpoint(), account);
    AwsProfile.current().set(journal);
    this.namespace = namespace;
    this.kubectl = new Kubectl(client, namespace);
    this.settings =
        new OperatorSettings(
            Installation.of(hands.cluster()),
            Optional.of(endpoint),
            Set.of(namespace),
            Grants.unconfigured(Set.of(namespace)));
    this.aws =
        new AwsClients(
            new Scope("us-east-1", journal.endpoint(), hands.credentials()),
            List.of(),
            credentials(hands.key()));
  }

  /**
   * For the sandbox's packaged operator, in {@code account}: the test works there by a role, so
   * that the journal tells its calls from the operator's.
   */
  static OperatorUnderTest withAccount(String account) {
    return new OperatorUnderTest(
        Sandbox.client(), Sandbox.endpoint(), account, Hands.byRole(account));
  }

  /** As whom a test works in AWS, beside the operator of {@code cluster}. */
  private record Hands(String cluster, Scope.Credentials credentials, String key) {
    static Hands own(String account) {
      return new Hands("test", new Scope.Credentials.Operator(), account);
    }

    static Hands byRole(String account) {
      var console = "arn:aws:iam::" + account + ":role/console";
      return new Hands("sandbox", new Scope.Credentials.Role(console, "test"), anyAccount());
    }
  }

  /** In the namespace of {@code other}, so that all is named alike, with an account of its own. */
  static OperatorUnderTest beside(OperatorUnderTest other) {
    var account = anyAccount();
    var beside =
        new OperatorUnderTest(
            Sandbox.client(), Sandbox.endpoint(), account, other.namespace, Hands.own(account));
    beside.trustCluster();
    return beside;
  }

  private void trustCluster() {
    aws.iam()
        .createOpenIDConnectProvider(
            it -> it.url("https://" + ISSUER).clientIDList("sts.amazonaws.com"));
  }

  private static String anyNamespace() {
    return "test-" + Long.toString(Long.parseLong(anyAccount()), 36);
  }

  /** An account that nobody has used. */
  static String anyAccount() {
    return String.valueOf(
        ThreadLocalRandom.current().nextLong(100_000_000_000L, 1_000_000_000_000L));
  }

  /** What people do to custom resources in this namespace. */
  Kubectl kubectl() {
    return kubectl;
  }

  Resource<SoundBiteEnvironment> environment(String name) {
    return kubectl.environment(name);
  }

  /** The Deployment of that name in this namespace. */
  RollableScalableResource<Deployment> deployment(String name) {
    return client.apps().deployments().inNamespace(namespace).withName(name);
  }

  /** Waits until one of {@code pods} holds the packaged operator's lease. */
  void awaitLeader(Set<String> pods) {
    Awaitility.await("a leader").atMost(PATIENCE).until(() -> pods.contains(leader()));
  }

  /** The pod that holds the packaged operator's lease; empty text while none does. */
  String leader() {
    var lease =
        client().leases().inNamespace("soundbite-system").withName("soundbite-operator").get();
    return lease == null || lease.getSpec().getHolderIdentity() == null
        ? ""
        : lease.getSpec().getHolderIdentity();
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  Journal journal() {
    return journal;
  }

  AwsClients aws() {
    return aws;
  }

  /** What the account holds. */
  AccountResources resources() {
    return AccountResources.of(journal);
  }

  /** Starts the operator; {@code interceptors} see its AWS calls. */
  OperatorUnderTest start(ExecutionInterceptor... interceptors) {
    return start(Clock.systemUTC(), interceptors);
  }

  /** The same, living by {@code clock}. */
  OperatorUnderTest start(Clock clock, ExecutionInterceptor... interceptors) {
    return start(client, clock, interceptors);
  }

  /** The same, with a client of its own, which the caller closes. */
  OperatorUnderTest start(KubernetesClient own) {
    return start(own, Clock.systemUTC());
  }

  /** Starts the operator with {@code grants}, for its own namespace and {@code others}. */
  OperatorUnderTest start(Grants grants, String... others) {
    var namespaces = Stream.concat(Stream.of(namespace), Stream.of(others)).collect(toSet());
    return start(
        new OperatorSettings(
            Installation.of(settings.cluster()), settings.endpoint(), namespaces, grants),
        client,
        Clock.systemUTC());
  }

  /** Starts the operator with Pod Identity of a cluster. */
  OperatorUnderTest start(PodIdentity cluster, ExecutionInterceptor... interceptors) {
    return start(Installation.of(settings.cluster()).with(cluster), interceptors);
  }

  /** Starts the operator on a cluster that publishes {@code metrics}. */
  OperatorUnderTest start(ContainerInsights metrics) {
    return start(Installation.of(settings.cluster()).with(metrics));
  }

  private OperatorUnderTest start(Installation installation, ExecutionInterceptor... interceptors) {
    return start(
        new OperatorSettings(
            installation, settings.endpoint(), settings.namespaces(), settings.grants()),
        client,
        Clock.systemUTC(),
        interceptors);
  }

  /** Starts the operator with everything granted, and {@code endpoints} by name. */
  OperatorUnderTest startNaming(List<URI> endpoints, ExecutionInterceptor... interceptors) {
    var named = endpoints.stream().map(it -> new Glob(it.toString())).collect(Collectors.toSet());
    var grants =
        new Grants(
            Stream.concat(
                    Grants.everything(namespace).entries().stream(),
                    Stream.of(new Grant(new Glob(namespace), Map.of(Key.ENDPOINTS, named))))
                .toList());
    return start(
        new OperatorSettings(
            Installation.of(settings.cluster()),
            settings.endpoint(),
            settings.namespaces(),
            grants),
        client,
        Clock.systemUTC(),
        interceptors);
  }

  private OperatorUnderTest start(
      KubernetesClient own, Clock clock, ExecutionInterceptor... interceptors) {
    return start(settings, own, clock, interceptors);
  }

  private OperatorUnderTest start(
      OperatorSettings with,
      KubernetesClient own,
      Clock clock,
      ExecutionInterceptor... interceptors) {
    var workings =
        Workings.of(
            with, own, clock, List.of(interceptors), credentials(journal.account()), meters);
    var operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(own)
                    .withCloseClientOnStop(false)
                    .withMetrics(Reconciliations.in(meters, workings))
                    .withConcurrentReconciliationThreads(8));
    var reconciler = new EnvironmentReconciler(workings);
    operator.register(reconciler, reconciler::updateConfigurationFrom);
    operator.start();
    running = Optional.of(new Running(operator, workings));
    return this;
  }

  /** What the operator that runs is made of. */
  Workings workings() {
    return running.orElseThrow().workings();
  }

  /** Stops it as a crash would: nothing is finished. */
  void stop() {
    running.ifPresent(
        it -> {
          it.workings().close();
          it.operator().stop();
        });
    running = Optional.empty();
  }

  /** The example of that name, in this namespace. */
  SoundBiteEnvironment example(String name) {
    try (var file = new FileInputStream("examples/" + name + ".yaml")) {
      var example = client.getKubernetesSerialization().unmarshal(file, SoundBiteEnvironment.class);
      example.getMetadata().setNamespace(namespace);
      return example;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An environment of that name and prefix, with its image, as soon as it is Ready. */
  SoundBiteEnvironment ready(String name, String prefix, Map<String, Object> more) {
    kubectl.apply(name, prefix, more);
    push(name, "soundbite-" + name + "-api", "1.4.1");
    awaitReady(name);
    return awaitTagged(name, "soundbite-" + name + "-api");
  }

  /**
   * Waits until the environment's tag is on its live image, which is the last write of a release.
   */
  SoundBiteEnvironment awaitTagged(String name, String repository) {
    Awaitility.await("the tag " + name + " in " + repository)
        .atMost(PATIENCE)
        .until(
            () -> {
              var live = environment(name).get().getStatus().release();
              return live != null && live.digest().equals(tagged(repository, name));
            });
    return environment(name).get();
  }

  /** The digest that a tag is on; empty text when there is none. */
  private String tagged(String repository, String tag) {
    return aws
        .ecr()
        .batchGetImage(
            it ->
                it.repositoryName(repository)
                    .imageIds(ImageIdentifier.builder().imageTag(tag).build()))
        .images()
        .stream()
        .map(it -> it.imageId().imageDigest())
        .findFirst()
        .orElse("");
  }

  /** Who the environment of that name is, as owner tags say it. */
  String owner(String name) {
    return settings.cluster() + "/" + namespace + "/" + name;
  }

  /** Clients of another account of the emulator, for the caller to close. */
  AwsClients aws(String account) {
    return new AwsClients(
        new Scope("us-east-1", journal.endpoint(), new Scope.Credentials.Operator()),
        List.of(),
        credentials(account));
  }

  /** The same with another prefix. */
  SoundBiteEnvironment renamed(SoundBiteEnvironment environment, String prefix) {
    return with(environment, Map.of("prefix", prefix));
  }

  /** The same with other fields of its spec. */
  SoundBiteEnvironment with(SoundBiteEnvironment environment, Map<String, Object> fields) {
    var serialization = client.getKubernetesSerialization();
    @SuppressWarnings("unchecked")
    var spec = (Map<String, Object>) serialization.convertValue(environment.getSpec(), Map.class);
    spec.putAll(fields);
    environment.setSpec(serialization.convertValue(spec, EnvironmentSpec.class));
    return environment;
  }

  SoundBiteEnvironment apply(SoundBiteEnvironment environment) {
    return client
        .resource(environment)
        .inNamespace(namespace)
        .fieldManager("test")
        .forceConflicts()
        .serverSideApply();
  }

  /** Pushes image tags into {@code repository} once {@code environment} has made it. */
  void push(String environment, String repository, String... tags) {
    push(aws, environment, repository, tags);
  }

  /** The same in the account of {@code clients}. */
  void push(AwsClients clients, String environment, String repository, String... tags) {
    await(environment, it -> is(it, "Synced", "True"));
    for (var tag : tags) {
      image(clients, repository, tag);
    }
  }

  /** Pushes an image to {@code repository} as soon as the operator has created it. */
  void image(String repository, String tag) {
    image(aws, repository, tag);
  }

  /**
   * The same, of other {@code content} than what the tag was pushed with.
   *
   * @return its digest
   */
  String image(String repository, String tag, String content) {
    return image(aws, repository, tag, content);
  }

  /** Pushes another image under a tag that there is. */
  void imageAnew(String repository, String tag) {
    image(aws, repository, tag, tag + " anew");
  }

  private static void image(AwsClients clients, String repository, String tag) {
    image(clients, repository, tag, tag);
  }

  private static String image(AwsClients clients, String repository, String tag, String content) {
    return Awaitility.await("the repository " + repository)
        .atMost(PATIENCE)
        .ignoreException(RepositoryNotFoundException.class)
        .until(() -> put(clients, repository, tag, content), Objects::nonNull);
  }

  private static String put(AwsClients clients, String repository, String tag, String content) {
    return clients
        .ecr()
        .putImage(
            it ->
                it.repositoryName(repository)
                    .imageTag(tag)
                    .imageManifest(
                        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"sha256:"
                            + "%064x".formatted(content.hashCode() & 0xffffffffL)
                            + "\",\"size\":1},\"layers\":[]}"))
        .image()
        .imageId()
        .imageDigest();
  }

  /**
   * Waits until {@code condition} holds of the environment, and returns it. The watch begins anew
   * every few seconds: one that a busy machine has cut off must not look like an operator that does
   * nothing.
   */
  SoundBiteEnvironment await(String name, Predicate<SoundBiteEnvironment> condition) {
    var patience = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return environment(name)
            .waitUntilCondition(
                it -> it != null && condition.test(it), WATCH.toSeconds(), TimeUnit.SECONDS);
      } catch (io.fabric8.kubernetes.client.KubernetesClientTimeoutException e) {
        if (System.nanoTime() > patience) {
          throw new AssertionError(
              "not in time: " + client.getKubernetesSerialization().asYaml(environment(name).get()),
              e);
        }
      }
    }
  }

  /** The Events about the environment of that name. */
  Stream<Event> events(String name) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getName().equals(name));
  }

  /** The Event of that reason whose message holds {@code text}, as soon as there is one. */
  Event awaitEvent(String name, String reason, String text) {
    Predicate<Event> wanted =
        event ->
            name.equals(event.getInvolvedObject().getName())
                && reason.equals(event.getReason())
                && event.getMessage().contains(text);
    var found =
        client
            .v1()
            .events()
            .inNamespace(namespace)
            .informOnCondition(events -> events.stream().anyMatch(wanted));
    try {
      return found.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).stream()
          .filter(wanted)
          .findFirst()
          .orElseThrow();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("no Event " + reason + " with " + text, e);
    }
  }

  /** What Prometheus would read. */
  String scrape() {
    return metrics.scrape();
  }

  /** What a counter shows. */
  double counted(String meter, String tag, String value) {
    return meters.counter(meter, "stack", "Queue", tag, value).count();
  }

  /** What a counter of redrive shows: of {@code rounds} or {@code messages}. */
  double redriven(String meter, String trigger) {
    return meters.counter("soundbite.redrive." + meter, "trigger", trigger).count();
  }

  /** What a counter of drift shows, by stack and kind of resource: {@code Queue SoundbiteQueue}. */
  Map<String, Integer> countedByKind(String meter) {
    return meters.find(meter).counters().stream()
        .collect(
            Collectors.toMap(
                it -> it.getId().getTag("stack") + " " + it.getId().getTag("kind"),
                it -> (int) it.count()));
  }

  /** Has all of AWS read for the environment of that name, and returns when that is under way. */
  void reread(String name) {
    var seq = journal.now();
    var stamp = kubectl.requestReconcile(name);
    await(name, it -> handled(it, stamp));
    var queue = "SoundBite-" + name + "-SoundbiteQueue";
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                journal.since(seq).stream()
                    .anyMatch(
                        call ->
                            call.operation().equals("GetQueueAttributes")
                                && call.resource().endsWith(queue)));
  }

  private static boolean handled(SoundBiteEnvironment environment, String stamp) {
    return Optional.ofNullable(environment.getStatus().lastHandled())
        .filter(it -> stamp.equals(it.reconcileRequestedAt()))
        .isPresent();
  }

  /**
   * Waits until the condition Ready tells of {@code words}, which its pods or its processor say;
   * not those of a release that was given up.
   */
  void awaitTrouble(String name, String words) {
    var said = words.replaceFirst("^Processor: ", "");
    await(
        name,
        it ->
            condition(it, "Ready")
                .filter(ready -> !ready.getReason().equals("RolledBack"))
                .filter(ready -> ready.getMessage().contains(said))
                .isPresent());
  }

  /** Waits until the environment is Ready for its newest spec. */
  SoundBiteEnvironment awaitReady(String name) {
    return await(name, OperatorUnderTest::isReady);
  }

  static boolean isReady(SoundBiteEnvironment environment) {
    return is(environment, "Ready", "True");
  }

  /** Whether a condition of the newest generation has {@code status}. */
  static boolean is(SoundBiteEnvironment environment, String type, String status) {
    return condition(environment, type)
        .filter(it -> it.getStatus().equals(status))
        .filter(it -> it.getObservedGeneration().equals(environment.getMetadata().getGeneration()))
        .isPresent();
  }

  static Optional<Condition> condition(SoundBiteEnvironment environment, String type) {
    return environment.getStatus() == null
        ? Optional.empty()
        : Conditions.find(environment.getStatus().conditions(), type);
  }

  /** Takes the custom resource of that name away with its objects; what it has in AWS is left. */
  void discard(String name) {
    kubectl.releaseFinalizer(name);
    kubectl.delete(name);
    kubectl.awaitGone(name);
    Awaitility.await("the end of its objects")
        .atMost(PATIENCE)
        .until(() -> new ChildVersions(client, namespace).of(name).isEmpty());
  }

  @Override
  public void close() {
    stop();
    environments().forEach(kubectl::releaseFinalizer);
    client.namespaces().withName(namespace).delete();
    aws.close();
    client.close();
  }

  private List<String> environments() {
    return client
        .resources(SoundBiteEnvironment.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .map(it -> it.getMetadata().getName())
        .toList();
  }

  private static StaticCredentialsProvider credentials(String key) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "secret"));
  }
}
