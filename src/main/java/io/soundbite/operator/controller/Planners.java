package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.AwsSpec.AdoptionPolicy;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.engine.Ours;
import io.soundbite.operator.engine.Planner;
import io.soundbite.operator.engine.Protection;
import io.soundbite.operator.status.IgnoreRules;
import java.util.Optional;

/** The planners of an environment's two halves. */
record Planners(Planner kube, Planner aws) {

  static Planners of(Environment environment, Protection protection) {
    var ignored = new IgnoreRules(environment.spec().drift().ignore()).ignored();
    return new Planners(
        new Planner(onlyOwn(environment), ignored, protection),
        new Planner(adopting(environment), ignored, protection));
  }

  /** Plans how Kubernetes objects go. */
  static Planner kubeRemoval(Environment environment) {
    return new Planner(onlyOwn(environment));
  }

  /** Plans how AWS resources go. */
  static Planner awsRemoval(Environment environment) {
    return new Planner(adopting(environment));
  }

  /** Adoption is for AWS resources; what else carries our names in a namespace is not ours. */
  private static Ours onlyOwn(Environment environment) {
    return new Ours(environment.owner(), false, Optional.empty());
  }

  private static Ours adopting(Environment environment) {
    var aws = environment.spec().aws();
    return new Ours(
        environment.owner(),
        aws.adoptionPolicy() == AdoptionPolicy.ADOPT,
        Optional.ofNullable(aws.adoptFrom()));
  }
}
