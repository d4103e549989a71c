package io.soundbite.operator.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Tree;
import java.util.Comparator;
import java.util.List;

/**
 * The environments of a cluster.
 *
 * @param namespace where to look when a name doesn't say it
 */
record Cluster(KubernetesClient client, String namespace) {
  private static final Comparator<SoundBiteEnvironment> BY_NAME =
      Comparator.comparing((SoundBiteEnvironment it) -> it.getMetadata().getNamespace())
          .thenComparing(it -> it.getMetadata().getName());

  Api api() {
    return new Api(client);
  }

  /**
   * The environment called {@code name}, or {@code namespace/name}.
   *
   * @throws CommandFailure when there is none
   */
  SoundBiteEnvironment environment(String name) {
    return api().typed(resource(name));
  }

  /** The same as it is written. */
  Tree.Obj resource(String name) {
    var slash = name.indexOf('/');
    var where = slash < 0 ? namespace : name.substring(0, slash);
    var called = name.substring(slash + 1);
    return api()
        .find(where, called)
        .orElseThrow(
            () -> new CommandFailure("There is no environment %s/%s.".formatted(where, called)));
  }

  /**
   * The environments of the namespace, by name.
   *
   * @throws CommandFailure when there are none
   */
  List<SoundBiteEnvironment> here() {
    return some(inNamespace(), "There are no environments in the namespace " + namespace + ".");
  }

  /**
   * The environments of all namespaces, by namespace and name.
   *
   * @throws CommandFailure when there are none
   */
  List<SoundBiteEnvironment> everywhere() {
    return some(inAllNamespaces(), "There are no environments in the cluster.");
  }

  /** All environments that may be seen: those of the namespace, when that is all. */
  List<SoundBiteEnvironment> visible() {
    try {
      return inAllNamespaces();
    } catch (CommandFailure e) {
      return inNamespace();
    }
  }

  private List<SoundBiteEnvironment> inNamespace() {
    return api()
        .ask(
            () ->
                client
                    .resources(SoundBiteEnvironment.class)
                    .inNamespace(namespace)
                    .list()
                    .getItems());
  }

  private List<SoundBiteEnvironment> inAllNamespaces() {
    return api()
        .ask(() -> client.resources(SoundBiteEnvironment.class).inAnyNamespace().list().getItems());
  }

  private static List<SoundBiteEnvironment> some(List<SoundBiteEnvironment> all, String otherwise) {
    if (all.isEmpty()) {
      throw new CommandFailure(otherwise);
    }
    var readable = all.stream().filter(it -> it.unreadable().isEmpty()).sorted(BY_NAME).toList();
    if (readable.isEmpty()) {
      throw unreadable(all.getFirst());
    }
    return readable;
  }

  /** Returns the failure to read an environment that a newer version wrote. */
  static CommandFailure unreadable(SoundBiteEnvironment environment) {
    return new CommandFailure(
        "%s/%s can't be read by this version of kubectl sbenv: %s. Use the version of the operator."
            .formatted(
                environment.getMetadata().getNamespace(),
                environment.getMetadata().getName(),
                environment.unreadable().orElse("")));
  }
}
