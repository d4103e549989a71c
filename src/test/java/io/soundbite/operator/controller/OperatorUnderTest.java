package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.Operator;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.AwsClients;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.status.Conditions;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * The operator in this process, on the sandbox's API server and emulator, with a namespace and an
 * AWS account of its own.
 */
final class OperatorUnderTest implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ISSUER = "oidc.sandbox.soundbite.test";

  private final KubernetesClient client;
  private final String namespace;
  private final Journal journal;
  private final AwsClients aws;
  private final OperatorSettings settings;
  private Optional<Running> running = Optional.empty();

  private record Running(Operator operator, Workings workings) {}

  OperatorUnderTest() {
    this(new KubernetesClientBuilder().withConfig(kubeconfig()).build());
  }

  OperatorUnderTest(KubernetesClient client) {
    this.client = client;
    var random = ThreadLocalRandom.current().nextLong(100_000_000_000L, 1_000_000_000_000L);
    this.journal = new Journal(endpoint(), String.valueOf(random));
    this.namespace = "test-" + Long.toString(random, 36);
    this.settings =
        new OperatorSettings(
            "test",
            Optional.of(journal.endpoint()),
            Optional.empty(),
            Duration.ofMinutes(5),
            Set.of(namespace));
    this.aws =
        new AwsClients(
            new Scope("us-east-1", journal.endpoint(), new Scope.Credentials.Operator()),
            List.of(),
            credentials());
    crd();
    client
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    aws.iam()
        .createOpenIDConnectProvider(
            it -> it.url("https://" + ISSUER).clientIDList("sts.amazonaws.com"));
  }

  static Config kubeconfig() {
    var path = System.getenv("SOUNDBITE_E2E_KUBECONFIG");
    if (path == null || path.isBlank()) {
      throw new AssertionError(
          "This test needs a cluster: run `make test`, or start the sandbox and export"
              + " SOUNDBITE_E2E_KUBECONFIG=<its KUBECONFIG>");
    }
    return Config.fromKubeconfig(new File(path));
  }

  static URI endpoint() {
    var endpoint = System.getenv("SOUNDBITE_E2E_AWS_ENDPOINT");
    if (endpoint == null || endpoint.isBlank()) {
      throw new AssertionError(
          "This test needs an AWS emulator: run `make test`, or start the sandbox and export"
              + " SOUNDBITE_E2E_AWS_ENDPOINT=<its AWS_ENDPOINT_URL>");
    }
    return URI.create(endpoint);
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

  /** Starts the operator; {@code interceptors} see its AWS calls. */
  OperatorUnderTest start(ExecutionInterceptor... interceptors) {
    return start(Clock.systemUTC(), interceptors);
  }

  /** The same, living by {@code clock}. */
  OperatorUnderTest start(Clock clock, ExecutionInterceptor... interceptors) {
    var workings =
        Workings.of(settings, client, clock, any -> List.of(interceptors), credentials());
    var operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withConcurrentReconciliationThreads(8));
    operator.register(
        new EnvironmentReconciler(workings), overrider -> overrider.settingNamespace(namespace));
    operator.start();
    running = Optional.of(new Running(operator, workings));
    return this;
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

  /**
   * Applies an environment of that name and prefix, one replica, image tag 1.4.1.
   *
   * @param more fields of its spec
   */
  void apply(String name, String prefix, Map<String, Object> more) {
    var spec = new TreeMap<String, Object>();
    spec.put("prefix", prefix);
    spec.put("features", List.of("basic"));
    spec.put("image", Map.of("tag", "1.4.1"));
    spec.putAll(more);
    var resource = new GenericKubernetesResource();
    resource.setApiVersion("soundbite.io/v1alpha1");
    resource.setKind("SoundBiteEnvironment");
    resource.setMetadata(
        new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
    resource.setAdditionalProperty("spec", spec);
    client.resource(resource).fieldManager("test").forceConflicts().serverSideApply();
  }

  /** An environment of that name and prefix, with its image, as soon as it is Ready. */
  SoundBiteEnvironment ready(String name, String prefix, Map<String, Object> more) {
    apply(name, prefix, more);
    push(name, "soundbite-" + name + "-api", "1.4.1");
    return awaitReady(name);
  }

  /** Who the environment of that name is, as owner tags say it. */
  String owner(String name) {
    return settings.cluster() + "/" + namespace + "/" + name;
  }

  /** Sets an annotation, as {@code kubectl annotate}. */
  void annotate(String name, String annotation, String value) {
    environment(name)
        .edit(
            it -> {
              it.setMetadata(
                  new ObjectMetaBuilder(it.getMetadata())
                      .addToAnnotations(annotation, value)
                      .build());
              return it;
            });
  }

  /** Sets fields of {@code spec.aws}. */
  void editAws(String name, Map<String, Object> fields) {
    edit(
        name,
        spec -> {
          var copy = new TreeMap<>(spec);
          var aws = new TreeMap<String, Object>();
          if (spec.get("aws") instanceof Map<?, ?> before) {
            before.forEach((field, value) -> aws.put((String) field, value));
          }
          aws.putAll(fields);
          copy.put("aws", aws);
          return copy;
        });
  }

  /** Asks for the custom resource's deletion, and waits for nothing. */
  void delete(String name) {
    environment(name).delete();
  }

  /** Waits until the custom resource is gone. */
  void awaitGone(String name) {
    Awaitility.await("the end of " + name)
        .atMost(PATIENCE)
        .failFast(() -> running.isEmpty())
        .untilAsserted(
            () -> {
              var left = environment(name).get();
              if (left != null) {
                throw new AssertionError(client.getKubernetesSerialization().asYaml(left));
              }
            });
  }

  /** Clients of another account of the emulator, for the caller to close. */
  AwsClients aws(String account) {
    return new AwsClients(
        new Scope("us-east-1", journal.endpoint(), new Scope.Credentials.Operator()),
        List.of(),
        StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "secret")));
  }

  SoundBiteEnvironment apply(SoundBiteEnvironment environment) {
    return client
        .resource(environment)
        .inNamespace(namespace)
        .fieldManager("test")
        .forceConflicts()
        .serverSideApply();
  }

  Resource<SoundBiteEnvironment> environment(String name) {
    return client.resources(SoundBiteEnvironment.class).inNamespace(namespace).withName(name);
  }

  /** Changes the spec as a person with an editor would. */
  void edit(String name, UnaryOperator<Map<String, Object>> change) {
    var generic =
        client
            .genericKubernetesResources("soundbite.io/v1alpha1", "SoundBiteEnvironment")
            .inNamespace(namespace)
            .withName(name);
    generic.edit(
        resource -> {
          @SuppressWarnings("unchecked")
          var spec = (Map<String, Object>) resource.getAdditionalProperties().get("spec");
          resource.setAdditionalProperty("spec", change.apply(spec));
          return resource;
        });
  }

  /** Pushes image tags into {@code repository} once {@code environment} has made it. */
  void push(String environment, String repository, String... tags) {
    push(aws, environment, repository, tags);
  }

  /** The same in the account of {@code clients}. */
  void push(AwsClients clients, String environment, String repository, String... tags) {
    await(environment, it -> is(it, "Synced", "True"));
    for (var tag : tags) {
      clients
          .ecr()
          .putImage(
              it ->
                  it.repositoryName(repository)
                      .imageTag(tag)
                      .imageManifest(
                          "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"sha256:"
                              + "%064x".formatted(tag.hashCode() & 0xffffffffL)
                              + "\",\"size\":1},\"layers\":[]}"));
    }
  }

  /** Waits until {@code condition} holds of the environment, and returns it. */
  SoundBiteEnvironment await(String name, Predicate<SoundBiteEnvironment> condition) {
    try {
      return environment(name)
          .waitUntilCondition(
              it -> it != null && condition.test(it),
              PATIENCE.toSeconds(),
              java.util.concurrent.TimeUnit.SECONDS);
    } catch (io.fabric8.kubernetes.client.KubernetesClientTimeoutException e) {
      throw new AssertionError(
          "not in time: " + client.getKubernetesSerialization().asYaml(environment(name).get()), e);
    }
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

  @Override
  public void close() {
    stop();
    environments().forEach(it -> environment(it).edit(OperatorUnderTest::withoutFinalizer));
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

  private static SoundBiteEnvironment withoutFinalizer(SoundBiteEnvironment environment) {
    environment.setMetadata(
        new ObjectMetaBuilder(environment.getMetadata()).withFinalizers(List.of()).build());
    return environment;
  }

  private void crd() {
    try {
      for (var file : Files.newDirectoryStream(Path.of("deploy/crds"), "*.yml")) {
        client.load(Files.newInputStream(file)).forceConflicts().serverSideApply();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(journal.account(), "secret"));
  }
}
