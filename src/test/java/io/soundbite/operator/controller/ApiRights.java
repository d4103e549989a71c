package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the shipped rules allow the operator in Kubernetes, each as {@code <verb> <resource>}. */
record ApiRights(Set<String> all) {
  private static final Path FILES = Path.of("deploy", "helm", "soundbite-operator", "files");

  ApiRights {
    all = Set.copyOf(all);
  }

  /** Where its environments live. */
  static ApiRights forEnvironments() {
    return read("rules.yaml");
  }

  /** Where it lives itself. */
  static ApiRights forItself() {
    return read("leader-rules.yaml");
  }

  /** Those that are not among {@code used}. */
  Set<String> unused(Set<String> used) {
    var rest = new TreeSet<>(all);
    rest.removeAll(used);
    return rest;
  }

  /** {@code deployments.apps}; what is after a slash stays at the end. */
  static String name(String group, String resource) {
    return group.isEmpty() ? resource : resource.replaceFirst("(/|$)", "." + group + "$1");
  }

  private static ApiRights read(String file) {
    try {
      var rules = Serialization.unmarshal(Files.readString(FILES.resolve(file)), Role.class);
      return new ApiRights(
          rules.getRules().stream().flatMap(ApiRights::rights).collect(Collectors.toSet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> rights(PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(
            group ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            rule.getVerbs().stream()
                                .map(verb -> verb + " " + name(group, resource))));
  }
}
