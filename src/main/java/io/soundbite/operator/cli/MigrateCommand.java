package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.migration.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what becomes of CloudFormation stacks when an environment takes their place. */
@Command
final class MigrateCommand extends ReportCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The environment, as production or namespace/production, once it is applied.")
  private @Nullable String name;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description = "A file of one environment, or - for standard input, before it is applied.")
  private @Nullable String file;

  @Option(
      names = "--stacks",
      split = ",",
      paramLabel = "PATTERN",
      description =
          "The stacks it was made with: names or patterns such as 'SoundBite-prod-*', separated by"
              + " commas; may be repeated. Without it the account's are listed.")
  private List<String> patterns = new ArrayList<>();

  @Option(
      names = {"-v", "--verbose"},
      description = "List every resource that would be created.")
  private boolean verbose;

  MigrateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report report(Cluster cluster) {
    var resource = resource(cluster);
    var spec = resource.getSpec().aws();
    var aws = new AwsCli(terminal().environment(), options(spec));
    var account = aws.call("sts", "get-caller-identity").text("Account");
    expected(resource)
        .filter(it -> !it.equals(account))
        .ifPresent(
            it -> {
              throw new CommandFailure(
                  "aws is signed in to account %s, and %s is in account %s."
                      .formatted(account, Name.of(resource), it));
            });
    var environment = Whereabouts.in(account, resource);
    var reader = new StackReader(aws);
    var stacks =
        new StackChoice(reader.all(), "account %s, %s,".formatted(account, spec.region()))
            .of(patterns).parallelStream().map(reader::read).toList();
    var isLive = EnvironmentStatus.of(resource).release() != null;
    var workers = new WorkerReader(aws, environment.names()).of(stacks);
    var migration = Migration.of(environment, isLive, stacks, workers);
    if (!migration.adoptsAnything()) {
      throw new CommandFailure(
          "Nothing in %s has a name that %s would give (%s, for one): compare --stacks and spec.environment."
              .formatted(
                  migration.stacks().stream()
                      .map(it -> it.name())
                      .collect(Collectors.joining(", ")),
                  Name.of(resource),
                  environment.names().table()));
    }
    return MigrationReport.of(Name.of(resource), environment, isLive, migration, verbose);
  }

  private SoundBiteEnvironment resource(Cluster cluster) {
    if ((name == null) == (file == null)) {
      throw new CommandFailure("Give either a name or a file (-f).");
    }
    if (name != null) {
      return cluster.environment(name);
    }
    var manifests = new ManifestFiles(terminal(), cluster).in(String.valueOf(file));
    if (manifests.size() > 1) {
      throw new CommandFailure(
          "%s has %d environments: give one at a time.".formatted(file, manifests.size()));
    }
    return new DryRun(cluster, false).of(manifests.getFirst()).after().resource();
  }

  private static List<String> options(AwsSpec aws) {
    return Stream.concat(
            Stream.of("--output", "json", "--region", aws.region()),
            Stream.ofNullable(aws.endpoint()).flatMap(it -> Stream.of("--endpoint-url", it)))
        .toList();
  }

  /** The account that the environment is in, as far as it is known. */
  private static Optional<String> expected(SoundBiteEnvironment resource) {
    return Whereabouts.recorded(resource)
        .map(it -> it.account())
        .or(
            () ->
                Optional.ofNullable(resource.getSpec().aws().roleArn())
                    .map(it -> it.replaceFirst("^arn:[^:]*:iam::([0-9]{12}):.*", "$1")));
  }
}
