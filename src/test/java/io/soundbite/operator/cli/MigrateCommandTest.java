package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What migrate says of what an {@code aws} answers that is a script. */
class MigrateCommandTest extends CommandTest {
  private static final String QUEUE =
      "arn:aws:sqs:us-east-1:123456789012:SoundBite-production-SoundbiteQueue";
  private static final String STACK = "arn:aws:cloudformation:us-east-1:123456789012:stack/";

  private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));

  /** By the call's words, but for the options that all have. */
  @BeforeEach
  void anAccountWithTwoStacks() throws IOException {
    Files.createDirectory(directory.resolve("bin"));
    Files.createDirectory(directory.resolve("answers"));
    var aws =
        Files.writeString(
            directory.resolve("bin/aws"),
            """
            #!/bin/sh
            [ "$AWS_PAGER" = "" ] || exit 3
            words=
            for word in "$@"; do
              [ "$word" = --output ] && break
              words="$words $word"
            done
            echo "$@" >> '%1$s/calls'
            file='%1$s/answers/'$(echo "$words" | tr '/ ' '__')
            [ -f "$file" ] && exec cat "$file"
            case $words in
              *list-event-source-mappings*) echo '{"EventSourceMappings": []}' ;;
              *) echo "no answer to$words" >&2; exit 254 ;;
            esac
            """
                .formatted(directory));
    assertThat(aws.toFile().setExecutable(true)).isTrue();
    environment.put("PATH", aws.getParent() + ":" + environment.get("PATH"));
    answers("sts get-caller-identity", "{'Account': '123456789012'}");
    answers(
        "cloudformation list-stacks",
        """
        {'StackSummaries': [
          {'StackName': 'SoundBite-prod-Queue', 'StackId': '%1$sold', 'StackStatus': 'DELETE_COMPLETE',
           'CreationTime': '2026-11-02'},
          {'StackName': 'SoundBite-prod-Queue', 'StackId': '%1$squeue', 'StackStatus': 'UPDATE_COMPLETE',
           'CreationTime': '2026-11-01'},
          {'StackName': 'SoundBite-prod-Planned', 'StackId': '%1$sno', 'StackStatus': 'REVIEW_IN_PROGRESS',
           'CreationTime': '2026-11-01'},
          {'StackName': 'SoundBite-prod-API', 'StackId': '%1$sapi1', 'StackStatus': 'DELETE_COMPLETE',
           'CreationTime': '2026-11-01'},
          {'StackName': 'SoundBite-prod-API', 'StackId': '%1$sapi2', 'StackStatus': 'DELETE_COMPLETE',
           'CreationTime': '2026-11-02'},
          {'StackName': 'CDKToolkit', 'StackId': '%1$stoolkit', 'StackStatus': 'CREATE_COMPLETE',
           'CreationTime': '2026-11-01'}]}
        """
            .formatted(STACK));
    holds(
        "queue",
        """
        {'Queue': {'DeletionPolicy': 'RetainExceptOnCreate'}, 'Rule': {}}
        """,
        """
        {'ResourceType': 'AWS::SQS::Queue', 'LogicalResourceId': 'Queue',
         'PhysicalResourceId': 'https://sqs/123456789012/SoundBite-production-SoundbiteQueue',
         'ResourceStatus': 'UPDATE_COMPLETE'},
        {'ResourceType': 'AWS::Events::Rule', 'LogicalResourceId': 'Rule',
         'PhysicalResourceId': 'own|nightly', 'ResourceStatus': 'CREATE_COMPLETE'},
        {'ResourceType': 'AWS::Scheduler::Schedule', 'LogicalResourceId': 'Schedule',
         'PhysicalResourceId': 'hourly', 'ResourceStatus': 'CREATE_COMPLETE'},
        {'ResourceType': 'AWS::EC2::VPC', 'LogicalResourceId': 'Former',
         'PhysicalResourceId': 'vpc-0', 'ResourceStatus': 'DELETE_COMPLETE'},
        {'ResourceType': 'Custom::Broken', 'LogicalResourceId': 'Broken',
         'ResourceStatus': 'CREATE_FAILED'}
        """);
    holds(
        "api2",
        "{'Logs': {'DeletionPolicy': 'Retain'}, 'Vpc': {'DeletionPolicy': 'Retain'}}",
        """
        {'ResourceType': 'AWS::Logs::LogGroup', 'LogicalResourceId': 'Logs',
         'PhysicalResourceId': 'old-logs', 'ResourceStatus': 'DELETE_SKIPPED'},
        {'ResourceType': 'AWS::EC2::VPC', 'LogicalResourceId': 'Vpc',
         'PhysicalResourceId': 'vpc-1', 'ResourceStatus': 'DELETE_COMPLETE'}
        """);
    answers("events describe-rule --name nightly --event-bus-name own", "{'State': 'ENABLED'}");
    answers(
        "events list-targets-by-rule --rule nightly --event-bus-name own",
        "{'Targets': [{'Id': 'a', 'Arn': '%s'}]}".formatted(QUEUE));
    answers(
        "scheduler list-schedules --name-prefix hourly",
        """
        {'Schedules': [{'Name': 'hourly', 'State': 'ENABLED', 'Target': {'Arn': '%1$s'}},
                       {'Name': 'hourly-2', 'State': 'ENABLED', 'Target': {'Arn': '%1$s'}}]}
        """
            .formatted(QUEUE));
    inFlight(0);
    plugin.has(Sample.fresh("production"));
  }

  @Test
  void eachStackIsToldWithWhatHasToBeDoneFirst() throws IOException {
    mappings("Enabled");
    inFlight(2);

    var outcome = migrate("production", "--stacks", "SoundBite-prod-*");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .startsWith("soundbite/production   123456789012 in us-east-1\n")
        .contains("SoundBite-prod-API   deleted; 1 left behind\n")
        .contains("SoundBite-prod-Queue   1 adopted, 3 deleted with the stack\n")
        .containsPattern("AWS::SQS::Queue +SoundBite-production-SoundbiteQueue +adopted as Queue/S")
        .doesNotContain("vpc-", "Planned", "Toolkit")
        .contains("Created in AWS, since no stack has them: 30")
        .containsPattern("\n +Queue +7\n")
        .contains("\n  aws logs delete-log-group --log-group-name old-logs\n")
        .containsSubsequence(
            "To be done first:\n",
            "  stop     Event source mapping uuid-1 (Enabled) hands messages of SoundBite-production-",
            "           aws lambda update-event-source-mapping --no-enabled --uuid uuid-1\n",
            "  stop     Rule nightly is enabled",
            "           aws events disable-rule --name nightly --event-bus-name own\n",
            "  stop     Schedule hourly is enabled",
            "  wait     Messages of SoundBite-production-SoundbiteQueue that somebody works on: 2.");
    assertThat(calls())
        .allSatisfy(it -> assertThat(it).endsWith("--output json --region us-east-1"))
        .allSatisfy(it -> assertThat(it).containsPattern("^\\w+ (get|list|describe)-"));
  }

  @Test
  void whereNothingIsInTheWayItSaysSo() throws IOException {
    mappings("Disabled");
    answers("events describe-rule --name nightly --event-bus-name own", "{'State': 'DISABLED'}");
    answers("scheduler list-schedules --name-prefix hourly", "{'Schedules': []}");

    var outcome = migrate("production", "--stacks", "SoundBite-prod-Queue,SoundBite-prod-API");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).endsWith("\nNothing has to be done first.\n");
  }

  @Test
  void aFileIsJudgedBeforeItIsApplied() throws Exception {
    plugin.creates(201, Sample.fresh("staging"));
    answers(
        "cloudformation list-stack-resources --stack-name " + STACK + "queue",
        """
        {'StackResourceSummaries': [
          {'ResourceType': 'AWS::ECR::Repository', 'LogicalResourceId': 'Repository',
           'PhysicalResourceId': 'soundbite-staging-api', 'ResourceStatus': 'CREATE_COMPLETE'}]}
        """);

    var outcome = migrate("-f", "examples/staging.yaml", "--stacks", "SoundBite-prod-Q*", "-v");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("soundbite/staging ")
        .containsPattern("Queue/SoundbiteQueue +SoundBite-staging-SoundbiteQueue\n")
        .contains("  retain   SoundBite-prod-Queue/Repository (soundbite-staging-api) would be");
    assertThat(plugin.writes()).allSatisfy(it -> assertThat(it.getPath()).contains("dryRun=All"));
  }

  @Test
  void onceItIsLiveNothingIsCreatedAndMessagesAreItsOwn() throws IOException {
    plugin.close();
    plugin = new Plugin(directory).has(Sample.ready("production"));
    inFlight(7);

    var outcome = migrate("production", "--stacks", "SoundBite-prod-Queue");

    assertThat(outcome.out()).doesNotContain("Created in AWS", "wait ").contains("stop ");
  }

  @Test
  void json() throws IOException {
    mappings("Disabling");

    var report = migrate("production", "--stacks", "SoundBite-prod-*", "-o", "json").json();

    assertThat(report.at("/account").asText()).isEqualTo("123456789012");
    assertThat(report.at("/isLive").asBoolean(true)).isFalse();
    assertThat(report.at("/stacks/0/isDeleted").asBoolean()).isTrue();
    assertThat(report.at("/stacks/0/resources/0/remove").asText()).endsWith(" old-logs");
    var queue = report.at("/stacks/1/resources/0");
    assertThat(queue.at("/becomes").asText()).isEqualTo("Adopted");
    assertThat(queue.at("/resource").asText()).isEqualTo("Queue/SoundbiteQueue");
    assertThat(queue.at("/isRetained").asBoolean()).isTrue();
    assertThat(report.at("/stacks/1/resources/1/becomes").asText()).isEqualTo("Deleted");
    assertThat(report.at("/create")).hasSize(30);
    assertThat(report.at("/first/0/action").asText()).isEqualTo("WAIT");
    assertThat(report.at("/first/1/command").asText()).startsWith("aws events disable-rule");
  }

  @Test
  void whichStacksItIsAreAskedFor() throws IOException {
    assertFails(
        migrate("production"),
        "Say with --stacks which stacks the environment was made with, as names or patterns. In"
            + " account 123456789012, us-east-1, there are:\n  SoundBite-prod-Queue\n");
    assertFails(migrate("production", "--stacks", "SoundBite-*,Other"), "No stack is named Other.");
    assertFails(
        migrate("production", "--stacks", "CDKToolkit"),
        "no answer to cloudformation get-template");
    answers(
        "cloudformation list-stacks",
        "{'StackSummaries': [{'StackName': 'Voices', 'StackStatus': 'CREATE_COMPLETE'}]}");
    assertFails(migrate("production"), "there are:\n  Voices\n");
    answers("cloudformation list-stacks", "{'StackSummaries': []}");
    assertFails(migrate("production"), "There are none in account 123456789012");
  }

  @Test
  void stacksOfAnotherEnvironmentAreRefused() {
    plugin.has(Sample.fresh("staging"));

    assertFails(
        migrate("staging", "--stacks", "SoundBite-prod-*"),
        "Nothing in SoundBite-prod-API, SoundBite-prod-Queue has a name that soundbite/staging"
            + " would give (SoundBite-staging-SoundbitesTable, for one)");
  }

  @Test
  void anotherAccountThanTheEnvironmentsIsRefused() throws IOException {
    plugin.close();
    plugin = new Plugin(directory).has(Sample.ready("production"));
    answers("sts get-caller-identity", "{'Account': '222222222222'}");
    assertFails(
        migrate("production", "--stacks", "*"),
        "aws is signed in to account 222222222222, and soundbite/production is in account"
            + " 123456789012.");

    plugin.creates(
        201,
        Sample.of(
            Sample.yaml("staging")
                + "  aws: {roleArn: \"arn:aws:iam::333333333333:role/operator\"}\n"));
    assertFails(
        migrate("-f", "examples/staging.yaml", "--stacks", "*"), "is in account 333333333333.");
  }

  @Test
  void anEndpointOfTheEnvironmentsOwnIsAsked() throws IOException {
    plugin.creates(201, Sample.of(Sample.yaml("development-localstack")));

    migrate("-f", "examples/development-localstack.yaml", "--stacks", "*");

    assertThat(calls())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).contains(" --endpoint-url http"));
  }

  @Test
  void withoutAnAwsThatAnswersItFails() throws IOException {
    answers("sts get-caller-identity", "[]");
    assertFails(migrate("production"), "aws sts get-caller-identity: no JSON object was answered");
    answers("sts get-caller-identity", "Signed in.");
    assertFails(migrate("production"), "aws sts get-caller-identity: no JSON object was answered");
    Files.delete(answer("sts get-caller-identity"));
    assertFails(
        migrate("production"), "aws sts get-caller-identity: no answer to sts get-caller-identity");
    environment.put("PATH", onlyEnv());
    assertFails(migrate("production"), "There is no aws on the path");
  }

  @Test
  void aTemplateThatIsNotJsonIsRefused() throws IOException {
    for (var body : Stream.of("'Resources:\\n'", "'[]'", "null").toList()) {
      answers(template("queue"), "{'TemplateBody': %s}".formatted(body));
      assertFails(
          migrate("production", "--stacks", "SoundBite-prod-Queue"),
          "The template of stack SoundBite-prod-Queue is not JSON");
    }
  }

  @Test
  void eitherANameOrAFileOfOneIsGiven() throws IOException {
    assertFails(migrate(), "Give either a name or a file (-f).");
    assertFails(migrate("production", "-f", "examples/staging.yaml"), "Give either");
    var two = directory.resolve("two.yaml");
    Files.writeString(two, Sample.yaml("staging") + "---\n" + Sample.yaml("production"));
    assertFails(migrate("-f", two.toString()), "has 2 environments: give one at a time.");
  }

  @Test
  void namesFromAwsCannotSteerTheTerminal() throws IOException {
    holds(
        "api2",
        "{}",
        """
        {'ResourceType': 'Custom::X', 'LogicalResourceId': 'X', 'PhysicalResourceId':
         '\\u001b[2J\\nx', 'ResourceStatus': 'DELETE_SKIPPED'}
        """);

    assertThat(migrate("production", "--stacks", "SoundBite-prod-*").out())
        .contains("--identifier '\\u001b[2J x'")
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
  }

  private void mappings(String state) throws IOException {
    answers(
        "lambda list-event-source-mappings --event-source-arn " + QUEUE,
        """
        {'EventSourceMappings': [{'UUID': 'uuid-1', 'State': '%s',
          'FunctionArn': 'arn:aws:lambda:us-east-1:123456789012:function:prod-Processor-1'}]}
        """
            .formatted(state));
  }

  private void inFlight(int messages) throws IOException {
    answers(
        "sqs get-queue-attributes --queue-url"
            + " https://sqs/123456789012/SoundBite-production-SoundbiteQueue --attribute-names"
            + " ApproximateNumberOfMessagesNotVisible",
        "{'Attributes': {'ApproximateNumberOfMessagesNotVisible': '%d'}}".formatted(messages));
  }

  private void holds(String stack, String template, String summaries) throws IOException {
    answers(template(stack), "{'TemplateBody': {'Resources': %s}}".formatted(template));
    answers(
        "cloudformation list-stack-resources --stack-name " + STACK + stack,
        "{'StackResourceSummaries': [%s]}".formatted(summaries));
  }

  private static String template(String stack) {
    return "cloudformation get-template --template-stage Processed --stack-name " + STACK + stack;
  }

  private void answers(String call, String json) throws IOException {
    Files.writeString(answer(call), json.replace('\'', '"'));
  }

  private Path answer(String call) {
    return directory.resolve("answers").resolve((" " + call).replaceAll("[/ ]", "_"));
  }

  private Stream<String> calls() throws IOException {
    return Files.readAllLines(directory.resolve("calls")).stream();
  }

  /** A directory with what finds aws, and no aws. */
  private String onlyEnv() throws IOException {
    var path = Files.createDirectory(directory.resolve("only"));
    Files.createSymbolicLink(path.resolve("env"), Path.of("/usr/bin/env"));
    return path.toString();
  }

  private Plugin.Outcome migrate(String... arguments) {
    return plugin.with(
        environment,
        InputStream.nullInputStream(),
        Stream.concat(Stream.of("migrate"), Stream.of(arguments)).toArray(String[]::new));
  }
}
