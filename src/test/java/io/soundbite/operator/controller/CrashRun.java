package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.AwsClients;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;

/** Production made, used and taken down, in an account of its own. */
record CrashRun(Environment environment, Journal journal) {
  private static final String REGION = "us-east-1";

  /** What is being done. */
  enum Phase {
    CREATING {
      @Override
      void work(AwsLife life, BooleanSupplier dead) {
        life.create(dead);
      }
    },
    DELETING {
      @Override
      void work(AwsLife life, BooleanSupplier dead) {
        life.delete(dead);
      }
    };

    /** Until it is done, or the operator dead. */
    abstract void work(AwsLife life, BooleanSupplier dead);
  }

  /** What the account holds once all is made, and once all is gone. */
  record States(AccountState made, AccountState gone) {}

  /** How a phase is gone through: by one life of the operator or by more. */
  interface Lives {
    void through(Phase phase);
  }

  static CrashRun inAccountOfItsOwn() {
    var account =
        String.valueOf(ThreadLocalRandom.current().nextLong(100_000_000_000L, 1_000_000_000_000L));
    var journal = new Journal(Sandbox.endpoint(), account);
    var facts =
        new Facts(
            account,
            "aws",
            "amazonaws.com",
            REGION,
            journal.endpoint(),
            null,
            "oidc.test",
            Installation.of("here"));
    return new CrashRun(Environment.of(production(), facts), journal);
  }

  /** Goes through it all. */
  States states(Lives lives) {
    lives.through(Phase.CREATING);
    var made = AccountState.of(journal);
    use();
    lives.through(Phase.DELETING);
    return new States(made, AccountState.of(journal));
  }

  /** One life that writes down what it writes. */
  void recorded(Phase phase, List<AwsWrite> writes) {
    try (var life = new AwsLife(environment, new WriteRecorder(journal.account(), writes))) {
      phase.work(life, () -> false);
    }
  }

  /** One life until it dies, and another that finds what it left. */
  void crashed(Phase phase, Death.Moment moment) {
    var death = new Death(moment, journal.account());
    try (var life = new AwsLife(environment, death)) {
      phase.work(life, death::happened);
    }
    assertThat(death.happened()).as("died %s", moment).isTrue();
    try (var life = new AwsLife(environment, new ExecutionInterceptor() {})) {
      phase.work(life, () -> false);
    }
  }

  /** Data, of which the bucket must be emptied before it can go; one object has two versions. */
  private void use() {
    var scope = new Scope(REGION, journal.endpoint(), new Scope.Credentials.Operator());
    var credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(journal.account(), "secret"));
    try (var aws = new AwsClients(scope, List.of(), credentials)) {
      for (var key : List.of("one.mp3", "one.mp3", "two.mp3")) {
        aws.s3()
            .putObject(
                it -> it.bucket(environment.names().bucket()).key(key), RequestBody.fromString(""));
      }
    }
  }

  private static SoundBiteEnvironment production() {
    try {
      var resource =
          Serialization.unmarshal(
              Files.readString(Path.of("examples/production.yaml")), SoundBiteEnvironment.class);
      resource.getMetadata().setUid("00000000-0000-0000-0000-000000000000");
      return resource;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
