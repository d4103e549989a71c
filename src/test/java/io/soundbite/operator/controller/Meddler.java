package io.soundbite.operator.controller;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.minBy;

import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.api.v1alpha1.PlanStep;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.AwsMutations;
import io.soundbite.operator.aws.Stranger;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Releases;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.engine.Contrast;
import io.soundbite.operator.engine.Mutation;
import io.soundbite.operator.kube.KubeMutations;
import io.soundbite.operator.kube.KubeStranger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Somebody who changes a live environment behind the operator's back, with the SDK and with
 * kubectl.
 */
final class Meddler {
  private final Stranger console;
  private final KubeStranger kubectl;
  private final Environment environment;
  private final List<Desired> wants;
  private final List<Mutation> mutations;

  /** Has a look at the environment of that name, which is Ready with its first release. */
  Meddler(OperatorUnderTest operator, String name) {
    var resource = operator.environment(name).require();
    this.console = new Stranger(operator.aws());
    this.kubectl = new KubeStranger(operator.client());
    this.environment = Environment.of(resource, facts(operator, resource));
    this.wants = Blueprint.of(environment, slots(resource));
    var aws =
        new AwsMutations(environment.names())
            .of(wants.stream().filter(it -> !(it instanceof KubeObject)).toList()).stream()
                .filter(AwsMutations::isHealed);
    var kube =
        Halves.of(wants).kube().stream()
            .flatMap(it -> new KubeMutations().of(it).stream())
            .filter(KubeMutations::isHealed);
    this.mutations = Stream.concat(aws, kube).toList();
  }

  /** All that the environment wants. */
  List<Desired> wants() {
    return wants;
  }

  /** Another value in {@code field} of {@code resource}, as {@code Queue/SoundbiteQueue}. */
  Mutation other(String resource, String field) {
    return mutations.stream()
        .filter(it -> it.left().key().path().equals(resource))
        .filter(it -> it.diff().path().equals(field) && it.kind() == Mutation.Kind.CHANGED)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "%s of %s can't be changed; these can: %s"
                        .formatted(
                            field,
                            resource,
                            mutations.stream()
                                .filter(it -> it.left().key().path().equals(resource))
                                .toList())));
  }

  /**
   * Something in each part of each AWS resource, and in each Kubernetes object: something more
   * where that can be, else something else; nothing that only leave would put right.
   */
  List<Mutation> oneForEachPart() {
    return mutations.stream()
        .filter(it -> !it.diff().weakening())
        .collect(
            groupingBy(
                Meddler::part, LinkedHashMap::new, minBy(comparing(Mutation::kind).reversed())))
        .values()
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static String part(Mutation mutation) {
    var left = mutation.left();
    return left.key().path()
        + (left instanceof KubeObject ? "" : " " + mutation.diff().steps().getFirst());
  }

  /** Brings a resource from what it should be to what {@code mutation} says. */
  void make(Mutation mutation) {
    var want =
        wants.stream()
            .filter(it -> it.key().equals(mutation.left().key()))
            .findFirst()
            .orElseThrow();
    if (want instanceof KubeObject object) {
      kubectl.edit(object, mutation);
    } else {
      console.change(want, mutation.left());
    }
  }

  /** Deletes every AWS resource, those that hang on others first. */
  void deleteAws() {
    Halves.of(wants).aws().reversed().stream()
        .sorted((one, other) -> Integer.compare(other.after().size(), one.after().size()))
        .forEach(console::delete);
  }

  /** How status shows {@code mutation}, but for the time. */
  DriftEntry shown(Mutation mutation, String action) {
    var key = mutation.left().key();
    var diff = mutation.diff();
    var texts = Contrast.of(diff.want(), diff.have());
    return new DriftEntry(
        key.stack().in(environment.names().environment()),
        key.path(),
        diff.path(),
        texts.want(),
        texts.have(),
        "",
        action);
  }

  /** The step that puts {@code mutation} right, as a plan shows it. */
  PlanStep step(Mutation mutation) {
    return new PlanStep("Update", mutation.left().key().path(), mutation.diff().toString());
  }

  /** By which counters know the resource: {@code Queue SoundbiteQueue}. */
  static String kind(Mutation mutation) {
    var key = mutation.left().key();
    return key.stack().label() + " " + key.id().replaceFirst("/.*", "");
  }

  private static Facts facts(OperatorUnderTest operator, SoundBiteEnvironment resource) {
    var aws = resource.getStatus().aws();
    return new Facts(
        aws.account(),
        Facts.partitionOf("us-east-1"),
        Facts.dnsSuffixOf("us-east-1"),
        "us-east-1",
        operator.journal().endpoint(),
        null,
        aws.issuer().replaceFirst("^https://", ""),
        Installation.of(operator.owner("").split("/", 2)[0]));
  }

  private SlotTarget slots(SoundBiteEnvironment resource) {
    var release = Releases.of(environment, resource.getStatus().image());
    var live = resource.getStatus().release().slot();
    return SlotTarget.resting(live, Map.of(live, release), Map.of(live, 1), Optional.of(release));
  }
}
