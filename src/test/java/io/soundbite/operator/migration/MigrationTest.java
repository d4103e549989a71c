package io.soundbite.operator.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {
  private static final String ACCOUNT = "111111111111";
  private static final Environment PRODUCTION = environment("production");
  private static final StackResource TABLE =
      retained("AWS::DynamoDB::Table", "Table", "SoundBite-production-SoundbitesTable");
  private static final StackResource QUEUE =
      retained(
          "AWS::SQS::Queue",
          "Queue",
          "https://sqs.us-east-1.amazonaws.com/111111111111/SoundBite-production-SoundbiteQueue");
  private static final StackResource BUCKET =
      retained("AWS::S3::Bucket", "Bucket", "soundbite-production-soundbites-" + ACCOUNT);
  private static final StackResource FUNCTION =
      deleted("AWS::Lambda::Function", "Redrive", "prod-Redrive-1");

  @ParameterizedTest
  @CsvSource({
    "AWS::DynamoDB::Table, SoundBite-production-SoundbitesTable, Database/SoundbitesTable",
    "AWS::DynamoDB::GlobalTable, SoundBite-production-SoundbitesTable, Database/SoundbitesTable",
    "AWS::S3::Bucket, soundbite-production-soundbites-111111111111, Storage/SoundbitesBucket",
    "AWS::SQS::Queue, https://sqs.us-east-1.amazonaws.com/1/SoundBite-production-SoundbiteDLQ, Queue/SoundbiteDLQ",
    "AWS::SNS::Topic, arn:aws:sns:us-east-1:1:SoundBite-production-QueueAlerts, Queue/QueueAlerts",
    "AWS::CloudWatch::Alarm, SoundBite-production-QueueDepth, Queue/Alarm/QueueDepth",
    "AWS::ECR::Repository, soundbite-production-api, Compute/Repository",
    "AWS::IAM::Role, SoundBite-production-processor, Compute/ProcessorRole",
    "AWS::Logs::LogGroup, /soundbite/production/api, API/ApiLogGroup",
    "AWS::CloudWatch::Dashboard, SoundBite-prod, API/Dashboard"
  })
  void typeAndNameDecideWhatIsAdopted(String type, String physicalId, String resource) {
    var migration = migrate(stack(retained(type, "Any", physicalId)));

    assertThat(fates(migration)).containsExactly(new Fate.Adopted(resource));
    assertThat(migration.adoptsAnything()).isTrue();
    assertThat(migration.created()).extracting(Key::path).doesNotContain(resource);
  }

  @ParameterizedTest
  @CsvSource({
    "AWS::IAM::Role, SoundBite-prod-Compute-ProcessorRole-1ABC",
    "AWS::CloudWatch::Alarm, SoundBite-prod-Queue-Depth-1ABC",
    "AWS::SQS::Queue, https://sqs.us-east-1.amazonaws.com/1/SoundBite-staging-SoundbiteQueue",
    "AWS::SNS::Topic, SoundBite-production-SoundbitesTable",
    "AWS::EC2::VPC, vpc-1",
    "AWS::Lambda::Permission, ''"
  })
  void whatHasAnotherNameOrTypeIsLeftBehindAndOursIsCreated(String type, String physicalId) {
    var migration = migrate(stack(retained(type, "Any", physicalId)));

    assertThat(fates(migration)).containsExactly(new Fate.LeftBehind());
    assertThat(migration.adoptsAnything()).isFalse();
    assertThat(migration.created()).hasSize(31);
  }

  @Test
  void metadataOfCdkIsNothing() {
    var migration = migrate(stack(deleted("AWS::CDK::Metadata", "CDKMetadata", "any")));

    assertThat(fates(migration)).isEmpty();
    assertThat(migration.tasks()).isEmpty();
  }

  @Test
  void whatIsAdoptedOrHoldsDataMustBeRetained() {
    var migration =
        migrate(
            new FormerStack(
                "Old",
                false,
                List.of(
                    deleted(TABLE.type(), "Table", TABLE.physicalId()),
                    deleted("AWS::S3::Bucket", "Uploads", "old-uploads"),
                    deleted("AWS::EC2::VPC", "Vpc", "vpc-1"),
                    BUCKET)));

    assertThat(migration.tasks())
        .containsExactly(
            new Task(
                Task.Action.RETAIN,
                "Old/Table (SoundBite-production-SoundbitesTable) would be deleted with its stack."),
            new Task(
                Task.Action.RETAIN,
                "Old/Uploads (old-uploads) would be deleted with its stack, with its data."));
  }

  @Test
  void whatEmptiesABucketMustGo() {
    assertThat(migrate(stack(BUCKET, deleted("Custom::S3AutoDeleteObjects", "Empty", "x"))).tasks())
        .extracting(Task::action)
        .containsExactly(Task.Action.REMOVE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Queues': [{'Ref': 'Queue'}]}",
        "{'Queues': [{'Fn::GetAtt': ['Queue', 'QueueUrl']}]}",
        "{'Queues': [{'Fn::GetAtt': 'Queue.QueueUrl'}]}",
        "{'Queues': ['https://sqs.us-east-1.amazonaws.com/111111111111/SoundBite-production-SoundbiteQueue']}",
        "{'Queues': [{'Fn::ImportValue': 'SoundBite-prod-Queue:Export'}]}",
        "{'Queues': [{'Ref': 'ParameterOfTheStack'}]}"
      })
  void aSettingOfWhatIsAdoptedMustStayToo(String properties) {
    var policy = resource("AWS::SQS::QueuePolicy", "Policy", "any", false, properties);

    var migration = migrate(stack(QUEUE, policy));

    assertThat(fates(migration)).last().isInstanceOf(Fate.Setting.class);
    assertThat(migration.tasks()).extracting(Task::action).containsExactly(Task.Action.RETAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Roles': [{'Ref': 'Generated'}]}",
        "{'Roles': ['somebody-elses'], 'PolicyDocument': {'Ref': 'Queue'}}",
        "{}"
      })
  void aSettingOfWhatIsLeftBehindIsLeftBehind(String properties) {
    var migration =
        migrate(
            stack(
                QUEUE,
                deleted("AWS::IAM::Role", "Generated", "SoundBite-prod-Role-1"),
                resource("AWS::IAM::Policy", "Policy", "any", false, properties)));

    assertThat(fates(migration)).last().isEqualTo(new Fate.LeftBehind());
    assertThat(migration.tasks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Enabled, STOP",
    "Enabling, STOP",
    "Creating, STOP",
    "Updating, STOP",
    "Disabling, WAIT",
    "Deleting, WAIT",
    "Disabled, "
  })
  void whatFeedsAFormerProcessorIsStopped(String state, Task.Action action) {
    var mapping =
        new FormerWorker.Mapping(
            "uuid-1",
            "SoundBite-production-SoundbiteQueue",
            "arn:aws:lambda:us-east-1:1:function:prod-Processor-1:live",
            state);

    for (var isLive : List.of(true, false)) {
      var tasks = migrate(isLive, List.of(mapping), stack(QUEUE)).tasks();

      assertThat(tasks).extracting(Task::action).isEqualTo(Stream.ofNullable(action).toList());
      assertThat(tasks)
          .allSatisfy(it -> assertThat(it.why()).contains("to function prod-Processor-1"));
    }
  }

  @Test
  void theCommandThatStopsAMappingNamesIt() {
    var mapping = new FormerWorker.Mapping("uuid-1", "queue", "arn", "Enabled");

    assertThat(migrate(false, List.of(mapping), stack(QUEUE)).tasks())
        .extracting(Task::command)
        .containsExactly("aws lambda update-event-source-mapping --no-enabled --uuid uuid-1");
  }

  @ParameterizedTest
  @CsvSource({
    "true, arn:aws:lambda:us-east-1:111111111111:function:prod-Redrive-1, true",
    "false, arn:aws:lambda:us-east-1:111111111111:function:prod-Redrive-1, false",
    "true, arn:aws:sqs:us-east-1:111111111111:SoundBite-production-SoundbiteQueue, true",
    "true, arn:aws:sqs:us-east-1:111111111111:SoundBite-production-SoundbiteDLQ, true",
    "true, arn:aws:lambda:us-east-1:111111111111:function:report, false",
    "true, arn:aws:sns:us-east-1:111111111111:on-call, false"
  })
  void whatMovesMessagesByScheduleIsStopped(boolean isEnabled, String target, boolean isTold) {
    var rule = new FormerWorker.Rule("every-15-minutes", "default", isEnabled, List.of(target));
    var schedule = new FormerWorker.Schedule("every-15-minutes", isEnabled, target);

    var tasks = migrate(false, List.of(rule, schedule), stack(QUEUE, FUNCTION)).tasks();

    assertThat(tasks).hasSize(isTold ? 2 : 0);
    assertThat(tasks).allSatisfy(it -> assertThat(it.action()).isEqualTo(Task.Action.STOP));
    if (isTold) {
      assertThat(tasks.getFirst().command())
          .isEqualTo("aws events disable-rule --name every-15-minutes");
      assertThat(tasks.getLast().command()).isEmpty();
    }
  }

  @Test
  void aRuleOfAnotherBusIsDisabledThere() {
    var rule = new FormerWorker.Rule("it's", "own", true, List.of("arn:x", queueArn()));

    assertThat(migrate(false, List.of(rule), stack(QUEUE)).tasks())
        .extracting(Task::command)
        .containsExactly("aws events disable-rule --name 'it'\\''s' --event-bus-name own");
  }

  @Test
  void messagesInFlightAreWaitedForUntilTheEnvironmentsOwnProcessorRuns() {
    List<FormerWorker> workers = List.of(new FormerWorker.InFlight("jobs", 3));

    assertThat(migrate(false, workers, stack(QUEUE)).tasks())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.action()).isEqualTo(Task.Action.WAIT);
              assertThat(it.why()).contains("jobs", "3");
            });
    assertThat(migrate(true, workers, stack(QUEUE)).tasks()).isEmpty();
    assertThat(migrate(false, List.of(new FormerWorker.InFlight("jobs", 0)), stack(QUEUE)).tasks())
        .isEmpty();
  }

  @Test
  void ofADeletedStackOnlyWhatStayedIsTold() {
    var migration =
        migrate(
            new FormerStack(
                "Old",
                true,
                List.of(
                    TABLE,
                    retained("AWS::Logs::LogGroup", "Logs", "old-logs"),
                    deleted("AWS::S3::Bucket", "Gone", "gone"))));

    assertThat(fates(migration))
        .containsExactly(new Fate.Adopted("Database/SoundbitesTable"), new Fate.LeftBehind());
    assertThat(migration.tasks()).isEmpty();
  }

  @Test
  void guardsThatTheEnvironmentDoesWithoutAreTold() {
    var table =
        resource(
            TABLE.type(),
            "Table",
            "SoundBite-staging-SoundbitesTable",
            true,
            "{'PointInTimeRecoverySpecification': {'PointInTimeRecoveryEnabled': true},"
                + " 'DeletionProtectionEnabled': 'true'}");
    var bucket =
        resource(
            BUCKET.type(),
            "Bucket",
            "soundbite-staging-soundbites-" + ACCOUNT,
            true,
            "{'VersioningConfiguration': {'Status': 'Enabled'}}");

    assertThat(notes("staging", table))
        .filteredOn(it -> it.contains("Downgrade"))
        .singleElement()
        .asString()
        .contains("Database/SoundbitesTable has point-in-time recovery and deletion protection");
    assertThat(notes("staging", bucket))
        .anySatisfy(it -> assertThat(it).contains("Storage/SoundbitesBucket has versioning"));
    assertThat(
            notes(
                "production",
                resource(TABLE.type(), "Table", TABLE.physicalId(), true, json(table))))
        .noneSatisfy(it -> assertThat(it).contains("Downgrade"));
  }

  @Test
  void dataUnderAnotherNameIsAskedFor() {
    assertThat(migrate(stack(TABLE)).notes())
        .anySatisfy(it -> assertThat(it).contains("No stack has " + BUCKET.physicalId()))
        .noneSatisfy(
            it -> assertThat(it).contains("No stack has SoundBite-production-SoundbitesT"));
    assertThat(migrate(true, List.of(), stack(TABLE)).notes()).isEmpty();
  }

  @Test
  void whereTheApiRunsOnAnInstanceTheDomainIsSwitched() {
    var instance = deleted("AWS::EC2::Instance", "Api", "i-1");

    assertThat(migrate(stack(TABLE, BUCKET, instance)).notes())
        .anySatisfy(it -> assertThat(it).contains("i-1", "switch the domain api.soundbite.local"));
    assertThat(migrate(new FormerStack("Old", true, List.of(TABLE, instance))).notes())
        .noneSatisfy(it -> assertThat(it).contains("domain"));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS::Logs::LogGroup, /aws/x, aws logs delete-log-group --log-group-name /aws/x",
    "AWS::CloudWatch::Alarm, a b, aws cloudwatch delete-alarms --alarm-names 'a b'",
    "AWS::Lambda::Function, f, aws lambda delete-function --function-name f",
    "AWS::SNS::Topic, arn:x, aws sns delete-topic --topic-arn arn:x",
    "AWS::SQS::Queue, https://x/q, aws sqs delete-queue --queue-url https://x/q",
    "AWS::EC2::VPC, vpc-1, aws cloudcontrol delete-resource --type-name AWS::EC2::VPC --identifier vpc-1",
    "Custom::X, $(id), aws cloudcontrol delete-resource --type-name Custom::X --identifier '$(id)'"
  })
  void whatIsLeftBehindIsDeletedByACommand(String type, String physicalId, String command) {
    assertThat(Removal.of(retained(type, "Any", physicalId))).isEqualTo(command);
  }

  private static String queueArn() {
    return PRODUCTION.names().queueArn(PRODUCTION.names().queue());
  }

  private static List<String> notes(String example, StackResource resource) {
    return Migration.of(environment(example), false, List.of(stack(resource)), List.of()).notes();
  }

  private static Migration migrate(FormerStack stack) {
    return migrate(false, List.of(), stack);
  }

  private static Migration migrate(
      boolean isLive, List<? extends FormerWorker> workers, FormerStack stack) {
    return Migration.of(PRODUCTION, isLive, List.of(stack), List.copyOf(workers));
  }

  private static List<Fate> fates(Migration migration) {
    return migration.stacks().getFirst().resources().stream().map(PlannedResource::fate).toList();
  }

  private static FormerStack stack(StackResource... resources) {
    return new FormerStack("Old", false, List.of(resources));
  }

  private static StackResource retained(String type, String logicalId, String physicalId) {
    return resource(type, logicalId, physicalId, true, "{}");
  }

  private static StackResource deleted(String type, String logicalId, String physicalId) {
    return resource(type, logicalId, physicalId, false, "{}");
  }

  private static StackResource resource(
      String type, String logicalId, String physicalId, boolean isRetained, String properties) {
    return new StackResource(
        type,
        logicalId,
        physicalId,
        isRetained,
        (Tree.Obj) Json.read(properties.replace('\'', '"')));
  }

  private static String json(StackResource resource) {
    return Json.write(resource.properties());
  }

  private static Environment environment(String example) {
    var resource = ExampleFile.read(example, it -> it);
    return Environment.of(
        resource,
        Facts.of(
            resource.getSpec().aws(), ACCOUNT, "oidc.example", null, Installation.of("cluster")));
  }
}
