package io.soundbite.operator.blueprint;

import io.soundbite.operator.blueprint.Alarms.Limit;
import io.soundbite.operator.blueprint.Alarms.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The image repository, and what the processor needs in AWS. */
record ComputeStack(Environment environment) {
  private static final Stack STACK = Stack.COMPUTE;
  private static final int UNTAGGED_DAYS = 30;
  private static final String ERRORS = "ProcessorErrors";
  private static final String DURATION = "ProcessorDuration";

  List<Desired> resources() {
    var logs = new Logs(environment, STACK, Ids.PROCESSOR_LOG_GROUP, "processor");
    var alarms = new Alarms(environment, STACK, "Processor");
    var metrics = new Metrics(environment);
    var roles = new PodRoles(environment);
    var always =
        List.<Desired>of(
            repository(),
            roles.processor(),
            logs.group(),
            logs.errors(ERRORS),
            logs.durations(DURATION),
            alarms.alarm(
                ERRORS,
                "The processor logs errors.",
                metrics.logged(ERRORS),
                Window.sum(),
                Limit.atLeast(5)),
            alarms.alarm(
                DURATION,
                "Jobs take long on average, in milliseconds.",
                metrics.logged(DURATION),
                Window.average(),
                Limit.atLeast(30_000)));
    return Stream.of(always, new PodAlarms(environment).processor(), roles.processorAssociation())
        .<Desired>flatMap(List::stream)
        .toList();
  }

  private EcrRepository repository() {
    var repository = plain();
    return environment
        .facts()
        .kmsKeys()
        .current()
        .map(repository::encryptedWith)
        .orElse(repository);
  }

  private EcrRepository plain() {
    var names = environment.names();
    return new EcrRepository(
        new Key(STACK, Ids.REPOSITORY, names.repository()),
        names.repositoryArn(),
        true,
        "MUTABLE", // the operator moves the environment's tag along
        Optional.of(expireUntagged()),
        pullPolicy(),
        environment.tags().of(STACK, "Repository"));
  }

  /**
   * Lets the nodes of other accounts pull; the operator alone pushes.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html">Repository
   *     policy examples</a>
   */
  private Optional<Policy> pullPolicy() {
    var accounts = environment.facts().pullAccounts();
    return accounts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Policies.of(
                Tree.obj(
                    "Sid",
                    "PullByNodes",
                    "Effect",
                    "Allow",
                    "Principal",
                    Map.of("AWS", accounts.stream().map(environment.facts()::rootOf).toList()),
                    "Action",
                    List.of(
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:BatchGetImage",
                        "ecr:GetDownloadUrlForLayer"))));
  }

  /**
   * Only images without a tag expire: the operator keeps tags on every digest in use.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html">Lifecycle
   *     policies</a>
   */
  private static Tree expireUntagged() {
    return Tree.obj(
        "rules",
        List.of(
            Map.of(
                "rulePriority",
                1,
                "description",
                "expire untagged images",
                "selection",
                Map.of(
                    "tagStatus",
                    "untagged",
                    "countType",
                    "sinceImagePushed",
                    "countUnit",
                    "days",
                    "countNumber",
                    UNTAGGED_DAYS),
                "action",
                Map.of("type", "expire"))));
  }
}
