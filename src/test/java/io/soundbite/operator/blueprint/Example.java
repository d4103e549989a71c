package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.status.Rivals;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The four environments that examples/ declares, on made-up facts. */
enum Example {
  DEVELOPMENT_LOCALSTACK,
  DEVELOPMENT,
  STAGING,
  STAGING_POD_IDENTITY,
  PRODUCTION;

  static final String UID = "7c1a3d52-0d5e-4a5b-9d0f-3f1f5f0e1a01";

  /** The folder of its golden files. */
  String text() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The file's name without its ending. */
  private String file() {
    return this == STAGING_POD_IDENTITY ? STAGING.text() : text();
  }

  /** The cluster that has Pod Identity, and no web identity beside it. */
  private Optional<PodIdentity> podIdentity() {
    return this == STAGING_POD_IDENTITY
        ? Optional.of(new PodIdentity("arn:aws:eks:us-east-1:123456789012:cluster/sandbox", false))
        : Optional.empty();
  }

  Environment environment() {
    var resource = resource();
    var aws = resource.getSpec().aws();
    var endpoint = aws.endpoint() == null ? null : URI.create(aws.endpoint());
    return Environment.of(
        resource,
        new Facts(
            "123456789012",
            Facts.partitionOf(aws.region()),
            Facts.dnsSuffixOf(aws.region()),
            aws.region(),
            endpoint,
            endpoint,
            "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
            Installation.of("sandbox").with(podIdentity().orElse(null))));
  }

  /** Everything, with the example's tag live in blue and the one before it idle in green. */
  List<Desired> blueprint() {
    var environment = environment();
    var tag = environment.spec().image().tag();
    var live = release(environment, tag, "a");
    return Blueprint.of(
        environment,
        SlotTarget.resting(
            Slot.BLUE,
            Map.of(Slot.BLUE, live, Slot.GREEN, release(environment, "1.4.0", "b")),
            Map.of(Slot.BLUE, Bounds.of(environment.spec().features()).min(), Slot.GREEN, 0),
            Optional.of(live)));
  }

  /** The release of {@code environment} as it stands; the digest is {@code digit} 64 times. */
  static Release release(Environment environment, String tag, String digit) {
    var repository = environment.imageRepository(source(environment)).orElseThrow();
    return Releases.of(environment, new ImageStatus(repository, tag, "sha256:" + digit.repeat(64)));
  }

  /** The environment before this one, running an image of its own repository. */
  private static Optional<SoundBiteEnvironment> source(Environment environment) {
    return environment
        .spec()
        .source()
        .map(
            from -> {
              var uri = environment.names().repositoryUri("soundbite-" + from.name() + "-api");
              return Rivals.asking(new SoundBiteEnvironment(), uri);
            });
  }

  private SoundBiteEnvironment resource() {
    var resource = ExampleFile.read(file(), any -> any);
    resource.getMetadata().setUid(UID);
    return resource;
  }
}
