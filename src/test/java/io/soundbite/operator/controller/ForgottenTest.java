package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Evidence;
import io.soundbite.operator.grants.Grants;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.status.Note;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Nothing of an environment that is gone is left in the operator, however it went. */
class ForgottenTest {
  /** Where no server listens. */
  private static final String NOWHERE = "http://127.0.0.1:1";

  private static final String NAME = "forgotten";

  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder(Config.empty())
                  .withMasterUrl(NOWHERE)
                  .withRequestRetryBackoffLimit(0)
                  .build())
          .build();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Workings workings =
      Workings.of(
          new OperatorSettings(
              Installation.of("test"),
              Optional.of(URI.create(NOWHERE)),
              Set.of("soundbite"),
              Grants.unconfigured(Set.of("soundbite"))),
          client,
          Clock.systemUTC(),
          List.of(),
          StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")),
          meters);
  private final SoundBiteEnvironment resource = resource();
  private final Owner owner = workings.scopes().owner(resource);

  @AfterEach
  void close() {
    workings.close();
    client.close();
  }

  @Test
  void deletionSeenByTheInformerIsEnough() {
    remember();

    new Reconciliations(meters, workings)
        .eventReceived(
            new ResourceEvent(ResourceAction.DELETED, ResourceID.fromResource(resource), resource),
            Map.of());

    assertNothingRemains();
  }

  /** As when the informer told of it while the reconcile was under way. */
  @Test
  void reconcileThatEndsAfterTheDeletionLeavesNothing() {
    remember();

    workings.forgetIfGone(resource, Optional.empty());

    assertNothingRemains();
  }

  /** A pause before what was found out is written, and the custom resource goes in it. */
  @ParameterizedTest
  @ValueSource(ints = {403, 404, 409, 413, 422, 500})
  void statusThatIsRefusedAfterTheDeletionLeavesNothing(int code) {
    remember();

    new EnvironmentReconciler(workings)
        .updateErrorStatus(
            resource, gone(), new KubernetesClientException("refused", code, new Status()));

    assertNothingRemains();
  }

  @Test
  void reconcileThatThrowsAfterTheDeletionLeavesNothing() {
    remember();

    assertThatThrownBy(() -> new EnvironmentReconciler(workings).reconcile(resource, gone()))
        .hasMessage("not found");

    assertNothingRemains();
  }

  @Test
  void successorOfTheNameInheritsNothing() {
    remember();
    var successor = resource();
    successor.getMetadata().setUid("another");

    workings.forgetIfGone(resource, Optional.of(successor));

    assertNothingRemains();
  }

  @Test
  void whatIsThereIsRemembered() {
    remember();
    var before = Remains.of(owner, workings);

    workings.forgetIfGone(resource, Optional.of(resource));

    assertThat(Remains.of(owner, workings)).containsAll(before);
  }

  /** The context of a reconcile whose custom resource is no longer in the informer's cache. */
  private Context<SoundBiteEnvironment> gone() {
    return one(
        Context.class,
        method ->
            switch (method.getName()) {
              case "getPrimaryCache" -> one(IndexedResourceCache.class, any -> Optional.empty());
              case "getClient" -> client;
              case "resourceOperations" -> throw new KubernetesClientException("not found");
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  @SuppressWarnings("unchecked") // of the class's parameters
  private static <T> T one(Class<?> type, Function<Method, Object> answers) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.apply(method));
  }

  private void assertNothingRemains() {
    assertThat(Remains.of(owner, workings)).isEmpty();
    assertThat(meters.getMeters().stream().filter(it -> NAME.equals(it.getId().getTag("name"))))
        .isEmpty();
  }

  /** Everything that a reconcile may remember. */
  private void remember() {
    var environment = environment();
    var scope = workings.scopes().of(resource);
    var wants = List.<Desired>of();
    workings.enter(resource);
    workings.facts().of(resource, EnvironmentStatus.empty());
    workings.images().of(environment, scope, EnvironmentStatus.empty(), Optional.empty(), 1);
    workings.identityProviders().of(environment, scope);
    workings.look(resource, environment);
    workings.drift().inspect(owner, wants, wants, List.of(), 0, any -> true, Evidence.none());
    workings.jobs().of(owner, new Recorded(null, null, List.of())).made("verify", "uid");
    workings.attempts().failed(owner, new IllegalStateException("a defect"));
    workings.statusWrites().failed(owner, new IllegalStateException("a defect"));
    workings.show(resource, EnvironmentStatus.empty(), EnvironmentStatus.empty());
    workings.tell(resource, List.of(new Note(true, "Remembered", "An Event.")));
    await().untilAsserted(() -> assertThat(Remains.of(owner, workings)).hasSizeGreaterThan(7));
  }

  private static Environment environment() {
    return Environment.of(
        resource(),
        new Facts(
            "123456789012",
            "aws",
            "amazonaws.com",
            "us-east-1",
            null,
            null,
            "issuer",
            Installation.of("test")));
  }

  private static SoundBiteEnvironment resource() {
    var resource =
        ExampleFile.read(
            "production",
            ExampleFile.with(
                Tree.obj(
                    "image",
                    Tree.obj("tag", "1.4.1"),
                    "aws",
                    Tree.obj("roleArn", "arn:aws:iam::123456789012:role/soundbite"))));
    resource.getMetadata().setName(NAME);
    resource.getMetadata().setNamespace("soundbite");
    resource.getMetadata().setUid("uid");
    resource.getMetadata().setGeneration(1L);
    resource.getMetadata().setResourceVersion("1");
    return resource;
  }
}
