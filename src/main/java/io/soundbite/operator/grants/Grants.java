package io.soundbite.operator.grants;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.LocalAddress;
import io.soundbite.operator.blueprint.Names;
import java.net.URI;
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

  /**
   * Returns whether {@code environment} may run images of {@code repository}. One that the spec
   * names, or the environment's own, was checked with the spec; one that a source names is granted
   * like one that the spec names, or when it is that source's own.
   *
   * @param repository whole URI
   * @param source the environment that {@code spec.promotion.from} names
   */
  public boolean grantsRepository(
      Environment environment, String repository, Optional<SoundBiteEnvironment> source) {
    if (environment.repositorySource().isEmpty()) {
      return true;
    }
    var namespace = environment.owner().namespace();
    var registry = environment.names().repositoryUri("");
    var name =
        repository.startsWith(registry)
            ? Optional.of(repository.substring(registry.length()))
            : Optional.<String>empty();
    return says(namespace, Key.REPOSITORIES, repository)
        || name.filter(it -> says(namespace, Key.REPOSITORIES, it)).isPresent()
        || isOfGranted(namespace, name.flatMap(Names::ownerOf))
        || source.flatMap(Grants::ownRepository).filter(repository::equals).isPresent();
  }

  /** Its name was granted to its own namespace, else it would not have begun. */
  private static Optional<String> ownRepository(SoundBiteEnvironment source) {
    return Optional.ofNullable(EnvironmentStatus.of(source).aws())
        .map(
            it ->
                Environment.of(
                        source,
                        Facts.of(
                            source.getSpec().aws(), it.account(), "", null, Installation.of("")))
                    .names())
        .map(it -> it.repositoryUri(it.repository()));
  }

  /**
   * Returns whether {@code endpoint} is at an address of the operator's own host or node, and
   * granted by name. A glob does not grant those: it was written with others in mind.
   */
  public boolean grantsLocal(String namespace, String endpoint) {
    return isLocal(endpoint)
        && globs(namespace, Key.ENDPOINTS).stream()
            .anyMatch(it -> it.text().equals(Named.endpoint(endpoint)));
  }

  private static boolean isLocal(String endpoint) {
    var host = URI.create(endpoint).getHost();
    return host != null && LocalAddress.isNamedBy(host);
  }

  private boolean grants(String namespace, Named named) {
    if (named.key() == Key.ENDPOINTS && isLocal(named.value())) {
      return grantsLocal(namespace, named.value());
    }
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
          case ENVIRONMENTS, ENDPOINTS, KMS_KEYS, POLICIES -> false;
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
