package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.engine.Loop;
import io.soundbite.operator.engine.Mutation;
import java.time.Clock;
import java.util.List;

/** An account with three environments, all there as wanted, and a stranger. */
final class DriftAccount implements AutoCloseable {
  private static final String BOUNDARY = "boundary";

  final Emulator emulator = new Emulator();
  final Stranger stranger = new Stranger(emulator.clients());
  private final AwsMutations mutations = new AwsMutations(emulator.names());
  private final Loop full;
  private final Loop plain;
  private final Loop keyed;

  DriftAccount() {
    for (var policy : List.of(BOUNDARY, AwsOthers.POLICY)) {
      emulator
          .clients()
          .iam()
          .createPolicy(
              it -> it.policyName(policy).policyDocument(TlsOnly.policy("sqs:*", "*").json()));
    }
    emulator.cluster("prod");
    emulator.role(AwsOthers.ROLE);
    emulator.clients().sqs().createQueue(it -> it.queueName(AwsOthers.QUEUE));
    var facts = emulator.names().facts();
    full = loop(AwsEnvironments.full(facts, AwsOthers.managed(facts, BOUNDARY)));
    plain = loop(AwsEnvironments.plain(facts));
    var key = emulator.clients().kms().createKey().keyMetadata().arn();
    keyed = loop(AwsEnvironments.keyed(facts, key));
  }

  /** Makes all environments. */
  void make() {
    full.make();
    plain.make();
    keyed.make();
  }

  /** The one with every switch on. */
  Loop full() {
    return full;
  }

  /** One that is encrypted with a KMS key. */
  Loop keyed() {
    return keyed;
  }

  /** What is done to an environment. */
  record Cases(Loop loop, List<Mutation> mutations) {}

  /**
   * What is done to each; to the second only what can't be done to the first, to the third what is
   * about its key.
   */
  List<Cases> cases() {
    var first = mutations.of(full.all());
    return List.of(
        new Cases(full, first),
        new Cases(plain, AwsMutations.beyond(first, mutations.of(plain.all()))),
        new Cases(keyed, mutations.ofKeys(keyed.all())));
  }

  private Loop loop(Environment environment) {
    return new Loop(
        AwsEnvironments.resources(environment),
        AwsKinds.of(emulator.clients(), Clock.systemUTC()),
        environment.owner());
  }

  @Override
  public void close() {
    emulator.close();
  }
}
