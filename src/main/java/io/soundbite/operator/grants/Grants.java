package io.soundbite.operator.grants;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Names;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What each namespace may name in its environments. Entries for the same namespace add up; what
 * none of them grants is refused.
 */
public record Grants(List<Grant> entries) {
  public Grants {
    entries = List.copyOf(entries);
  }

  /** Everything, to namespaces of that glob. */
  public static Grants everything(String namespaces) {
    return new Grants(List.of(Grant.everything(namespaces)));
  }

  /**
   * What holds where nothing is configured: who has the operator for one namespace has it for
   * themselves; with several there are others to be kept apart.
   *
   * @param namespaces watched; empty for all
   */
  public static Grants unconfigured(Set<String> namespaces) {
    return namespaces.size() == 1
        ? everything(namespaces.iterator().next())
        : new Grants(List.of());
  }

  /** What {@code resource} names and its namespace was not granted. */
  public Ungranted ungranted(SoundBiteEnvironment resource) {
    var namespace = resource.getMetadata().getNamespace();
    return new Ungranted(
        namespace,
        entries.stream().anyMatch(it -> it.namespaces().text().equals(namespace)),
        Named.in(resource).stream().filter(it -> !grants(namespace, it)).toList());
  }

  private boolean grants(String namespace, Named named) {
    return says(namespace, named.key(), named.value())
        || switch (named.key()) {
          case ROLE_ARNS ->
              named.value().equals(Key.OPERATOR)
                  && globs(namespace, Key.ROLE_ARNS).isEmpty()
                  && globs(namespace, Key.ENDPOINTS).isEmpty();
          case REGIONS ->
              globs(namespace, Key.REGIONS).isEmpty()
                  && named.value().equals(AwsSpec.defaults().region());
          case REPOSITORIES -> isOfGranted(namespace, Names.ownerOf(named.value()));
          case SOURCES -> named.value().startsWith(namespace + "/");
          case ENVIRONMENTS, ENDPOINTS, POLICIES -> false;
        };
  }

  /** The repository that an environment of this namespace has, or would have, for its own. */
  private boolean isOfGranted(String namespace, Optional<String> environment) {
    return environment.filter(it -> says(namespace, Key.ENVIRONMENTS, it)).isPresent();
  }

  private boolean says(String namespace, Key key, String value) {
    return globs(namespace, key).stream().anyMatch(it -> it.matches(value));
  }

  private List<Glob> globs(String namespace, Key key) {
    return entries.stream()
        .filter(it -> it.namespaces().matches(namespace))
        .flatMap(it -> it.of(key).stream())
        .toList();
  }
}
