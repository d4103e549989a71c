package io.soundbite.operator.migration;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says what becomes of the resources of stacks. What has the type and the name of a resource of the
 * blueprint is adopted.
 */
final class Classifier {
  /** A resource as types and names compare. */
  private record Identity(String type, String name) {}

  private final Map<Identity, Desired> wanted = new HashMap<>();
  private final List<FormerStack> stacks;
  private final Set<String> adoptedNames;

  Classifier(List<Desired> blueprint, List<FormerStack> stacks) {
    for (var resource : blueprint) {
      ResourceTypes.of(resource)
          .forEach(type -> wanted.put(new Identity(type, resource.key().name()), resource));
    }
    this.stacks = stacks;
    this.adoptedNames =
        stacks.stream()
            .flatMap(it -> it.resources().stream())
            .filter(it -> match(it).isPresent())
            .flatMap(it -> Stream.of(it.physicalId(), it.name()))
            .collect(toSet());
  }

  List<PlannedStack> plan() {
    return stacks.stream().map(this::plan).toList();
  }

  /** Returns the resource of the blueprint that {@code resource} becomes, if it becomes one. */
  Optional<Desired> match(StackResource resource) {
    return Optional.ofNullable(wanted.get(new Identity(resource.type(), resource.name())));
  }

  /** Of a stack that is gone only what stayed is planned: nothing becomes of the rest. */
  private PlannedStack plan(FormerStack stack) {
    return new PlannedStack(
        stack.name(),
        stack.isDeleted(),
        stack.resources().stream()
            .filter(it -> !ResourceTypes.isMetadata(it))
            .filter(it -> it.isRetained() || !stack.isDeleted())
            .map(it -> new PlannedResource(it, fate(it, stack)))
            .toList());
  }

  private Fate fate(StackResource resource, FormerStack stack) {
    return match(resource)
        .<Fate>map(it -> new Fate.Adopted(it.key().path()))
        .or(() -> setting(resource, stack))
        .orElseGet(Fate.LeftBehind::new);
  }

  private Optional<Fate> setting(StackResource resource, FormerStack stack) {
    return ResourceTypes.settingOf(resource)
        .map(resource.properties()::get)
        .flatMap(owner -> setting(owner, stack));
  }

  /**
   * What can't be resolved here, an import of another stack's for one, may be of what is adopted.
   */
  private Optional<Fate> setting(Tree owner, FormerStack stack) {
    var beside =
        stack.resources().stream()
            .collect(toMap(StackResource::logicalId, it -> it, (one, other) -> one));
    var referred = References.in(owner);
    var adopted =
        referred.stream()
            .filter(it -> Optional.ofNullable(beside.get(it)).flatMap(this::match).isPresent())
            .findFirst();
    if (adopted.isPresent()) {
      return adopted.map(Fate.Setting::new);
    }
    var isKnown =
        referred.isEmpty() ? isLiteral(owner) : referred.stream().allMatch(beside::containsKey);
    return isKnown && !namesAdopted(owner) ? Optional.empty() : Optional.of(new Fate.Setting(""));
  }

  private static boolean isLiteral(Tree owner) {
    return switch (owner) {
      case Tree.Str any -> true;
      case Tree.Arr(var items) -> items.stream().allMatch(Classifier::isLiteral);
      default -> false;
    };
  }

  private boolean namesAdopted(Tree owner) {
    return switch (owner) {
      case Tree.Str(var name) -> adoptedNames.contains(name);
      case Tree.Arr(var items) -> items.stream().anyMatch(this::namesAdopted);
      default -> false;
    };
  }
}
