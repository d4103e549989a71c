package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.grants.GrantsFile;
import java.util.List;
import org.awaitility.Awaitility;

/** Two teams with one operator: the one in its own namespace, and a tenant in another. */
final class Tenants implements AutoCloseable {
  private final OperatorUnderTest operator = new OperatorUnderTest();
  private final String namespace = operator.namespace() + "-tenant";
  private final Kubectl kubectl = new Kubectl(operator.client(), namespace);

  Tenants() {
    operator
        .client()
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  /** The first team's operator. */
  OperatorUnderTest operator() {
    return operator;
  }

  /** What the tenant does. */
  Kubectl tenant() {
    return kubectl;
  }

  String namespace() {
    return namespace;
  }

  /**
   * Starts the operator.
   *
   * @param entry what the tenant is granted, beside its environment's name
   */
  Tenants start(String entry) {
    operator.start(
        GrantsFile.read(
            "test",
            """
            grants:
            - namespace: %s
              environments: ["team-*"]
              policies: [Adopt, Delete]
            - {namespace: %s%s}
            """
                .formatted(operator.namespace(), namespace, entry)),
        namespace);
    return this;
  }

  /** The same again, with other grants. */
  Tenants restart(String entry) {
    operator.stop();
    return start(entry);
  }

  /** The tenant's environment, once it is refused; what it says then. */
  Condition refused(String name) {
    return Awaitility.await("the refusal of " + name)
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> kubectl.environment(name).get(), it -> it != null && isRefused(it))
        .getStatus()
        .conditions()
        .stream()
        .filter(it -> it.getType().equals("Ready"))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isRefused(SoundBiteEnvironment environment) {
    return OperatorUnderTest.is(environment, "Stalled", "True")
        && OperatorUnderTest.is(environment, "Synced", "False")
        && OperatorUnderTest.condition(environment, "Ready")
            .filter(it -> it.getReason().equals("NotGranted"))
            .isPresent();
  }

  /** Events of that reason about the tenant's environment. */
  List<Event> events(String name, String reason) {
    return operator.client().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(it -> it.getInvolvedObject().getName().equals(name))
        .filter(it -> it.getReason().equals(reason))
        .toList();
  }

  @Override
  public void close() {
    operator.stop();
    operator
        .client()
        .resources(SoundBiteEnvironment.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(it -> kubectl.releaseFinalizer(it.getMetadata().getName()));
    operator.client().namespaces().withName(namespace).delete();
    operator.close();
  }
}
