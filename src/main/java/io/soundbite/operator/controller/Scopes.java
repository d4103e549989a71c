package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Owner;
import java.net.URI;
import java.util.Optional;

/** Where an environment's AWS calls go, and as whom. */
record Scopes(OperatorSettings settings) {

  /** Where environments are that say nothing about it. */
  Scope usual() {
    return new Scope(
        AwsSpec.defaults().region(),
        settings.endpoint().orElse(null),
        new Scope.Credentials.Operator());
  }

  /** Where the EKS cluster is whose Pod Identity is used; empty where none is. */
  Optional<Scope> cluster() {
    return settings.podIdentity().map(it -> usual().in(it.region()));
  }

  /** A custom endpoint gets dummies, another account an external id bound to the environment. */
  Scope of(SoundBiteEnvironment resource) {
    var aws = resource.getSpec().aws();
    if (aws.endpoint() != null) {
      var namespace = resource.getMetadata().getNamespace();
      return new Scope(
          aws.region(),
          URI.create(aws.endpoint()),
          new Scope.Credentials.Dummy(settings.grants().grantsLocal(namespace, aws.endpoint())));
    }
    return new Scope(
        aws.region(),
        settings.endpoint().orElse(null),
        aws.roleArn() == null
            ? new Scope.Credentials.Operator()
            : new Scope.Credentials.Role(aws.roleArn(), owner(resource).toString()));
  }

  Owner owner(SoundBiteEnvironment resource) {
    var metadata = resource.getMetadata();
    return new Owner(settings.cluster(), metadata.getNamespace(), metadata.getName());
  }
}
