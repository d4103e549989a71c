package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.aws.Images.Resolution;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LookupsIT {
  private Emulator emulator;
  private AwsClients aws;

  @BeforeEach
  void open() {
    emulator = new Emulator();
    aws = emulator.clients();
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  @Test
  void identityIsTheAccountOfTheCredentials() {
    assertThat(new Identity(aws).read())
        .isEqualTo(
            new Result.Ok<>(
                new Identity.Account(emulator.names().facts().account(), "aws", "amazonaws.com")));
  }

  @Test
  void webIdentityIsKnownByTheIssuersArnAlone() {
    var provider = emulator.names().identityProviderArn();
    var webIdentity = new WebIdentity(aws.iam());
    assertThat(webIdentity.knows(provider)).isEqualTo(new Result.Ok<>(false));

    aws.iam()
        .createOpenIDConnectProvider(
            it ->
                it.url("https://" + emulator.names().facts().issuer())
                    .clientIDList("sts.amazonaws.com")
                    .thumbprintList("0".repeat(40)));

    assertThat(webIdentity.knows(provider)).isEqualTo(new Result.Ok<>(true));
    assertThat(emulator.calls().of(() -> webIdentity.knows(provider))).hasSize(1);
  }

  @Test
  void imagesResolveATagToItsDigest() {
    var name = emulator.names().repository();
    var uri = emulator.names().repositoryUri(name);
    aws.ecr().createRepository(it -> it.repositoryName(name));
    var digest =
        aws.ecr()
            .putImage(
                it ->
                    it.repositoryName(name)
                        .imageTag("1.0.0")
                        .imageManifest(ImageManifest.of("1.0.0")))
            .image()
            .imageId()
            .imageDigest();

    var resolved = new Resolution.Resolved(uri, "1.0.0", digest);
    assertThat(images().resolve(name, "1.0.0")).isEqualTo(resolved);
    assertThat(images().resolve(uri, "1.0.0")).isEqualTo(resolved);
    assertThat(resolved.image()).isEqualTo(uri + "@" + digest);
    assertThat(images().resolve(name, "2.0.0")).isEqualTo(new Resolution.NoSuchTag(uri, "2.0.0"));
  }

  @Test
  void imagesMissARepository() {
    assertThat(images().resolve("nowhere", "1.0.0"))
        .isEqualTo(new Resolution.NoSuchRepository(emulator.names().repositoryUri("nowhere")));
  }

  @Test
  void imagesAskTheRegionOfTheRepository() {
    var uri = emulator.names().facts().account() + ".dkr.ecr.eu-west-1.amazonaws.com/soundbite";
    var images =
        new Images(
            emulator.names().facts(),
            region -> {
              assertThat(region).isEqualTo("eu-west-1");
              return aws.ecr();
            });

    assertThat(images.resolve(uri, "1.0.0")).isEqualTo(new Resolution.NoSuchRepository(uri));
  }

  @Test
  void imagesRefuseOtherRegistries() {
    assertThat(images().resolve("ghcr.io/soundbite/API", "1.0.0"))
        .isInstanceOfSatisfying(
            Resolution.Failed.class,
            failed -> {
              assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.INVALID);
              assertThat(failed.failure().message()).contains("<account>.dkr.ecr.");
            });
  }

  private Images images() {
    return new Images(emulator.names().facts(), region -> aws.ecr());
  }
}
