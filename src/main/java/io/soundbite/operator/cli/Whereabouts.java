package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import io.soundbite.operator.api.v1alpha1.AwsStatus;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Releases;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where environments are, as far as the status of any of them tells. What the operator alone knows,
 * its cluster id and permissions boundary, is the same for all, so that environments still compare.
 *
 * @param all every environment that may be seen
 */
record Whereabouts(List<SoundBiteEnvironment> all) {
  /** Stands for an account that nobody has looked up yet. */
  static final String ACCOUNT = "<account>";

  private static final String ISSUER = "<issuer>";
  private static final Installation CLUSTER = Installation.of("this cluster");
  private static final String DIGEST = "sha256:<digest>";

  /** {@code resource} with what is known of where it is, or will be. */
  Environment of(SoundBiteEnvironment resource) {
    var aws = resource.getSpec().aws();
    var own = recorded(resource);
    var account =
        own.or(() -> known().filter(it -> isTheWayTo(it, aws)).findFirst())
            .map(AwsStatus::account)
            .orElse(ACCOUNT);
    var issuer = own.or(() -> known().findFirst()).map(AwsStatus::issuer).orElse(ISSUER);
    return Environment.of(resource, Facts.of(aws, account, issuer, null, CLUSTER));
  }

  /** {@code resource} in {@code account}, whatever is recorded of it. */
  static Environment in(String account, SoundBiteEnvironment resource) {
    var facts = Facts.of(resource.getSpec().aws(), account, ISSUER, null, CLUSTER);
    return Environment.of(resource, facts);
  }

  /** The release that {@code resource} asks for; its digest is the operator's to find. */
  Release release(SoundBiteEnvironment resource) {
    var environment = of(resource);
    var repository =
        environment
            .imageRepository(source(resource))
            .orElseGet(() -> "<repository of %s>".formatted(sourceName(resource).orElseThrow()));
    return Releases.of(
        environment, new ImageStatus(repository, environment.spec().image().tag(), DIGEST));
  }

  /** The environment that {@code resource} is promoted from, if it may be seen. */
  private Optional<SoundBiteEnvironment> source(SoundBiteEnvironment resource) {
    return sourceName(resource)
        .flatMap(name -> all.stream().filter(it -> Name.of(it).equals(name)).findFirst());
  }

  private static Optional<Name> sourceName(SoundBiteEnvironment resource) {
    var own = resource.getMetadata().getNamespace();
    return resource.getSpec().source().map(it -> new Name(it.namespaceOr(own), it.name()));
  }

  private Stream<AwsStatus> known() {
    return all.stream().flatMap(it -> recorded(it).stream());
  }

  /** Where the operator has recorded {@code resource} to be; empty before it has begun. */
  static Optional<AwsStatus> recorded(SoundBiteEnvironment resource) {
    return Optional.ofNullable(resource.getStatus()).flatMap(it -> Optional.ofNullable(it.aws()));
  }

  /** Whether {@code aws} leads where {@code recorded} was looked up. */
  static boolean isTheWayTo(AwsStatus recorded, AwsSpec aws) {
    return Objects.equals(recorded.roleArn(), aws.roleArn())
        && Objects.equals(recorded.endpoint(), aws.endpoint());
  }
}
