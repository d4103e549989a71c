package io.soundbite.operator.cli;

import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.migration.FormerStack;
import io.soundbite.operator.migration.FormerWorker;
import io.soundbite.operator.migration.StackResource;
import java.util.List;
import java.util.stream.Stream;

/** Reads what works on an environment's queues, or may: in whichever stack it is, or in none. */
record WorkerReader(AwsCli aws, Names names) {
  private static final String IN_FLIGHT = "ApproximateNumberOfMessagesNotVisible";

  List<FormerWorker> of(List<FormerStack> stacks) {
    var present =
        stacks.stream()
            .filter(it -> !it.isDeleted())
            .flatMap(it -> it.resources().stream())
            .filter(it -> !it.physicalId().isEmpty())
            .toList();
    return Stream.of(
            Stream.of(names.queue(), names.deadLetterQueue()).flatMap(this::mappings),
            present.stream().filter(it -> it.type().equals("AWS::Events::Rule")).map(this::rule),
            present.stream()
                .filter(it -> it.type().equals("AWS::Scheduler::Schedule"))
                .flatMap(this::schedules),
            present.stream().filter(this::isQueue).map(this::inFlight))
        .flatMap(it -> it)
        .toList();
  }

  private Stream<FormerWorker> mappings(String queue) {
    return aws.call(
            "lambda", "list-event-source-mappings", "--event-source-arn", names.queueArn(queue))
        .items("EventSourceMappings")
        .map(
            it ->
                new FormerWorker.Mapping(
                    it.text("UUID"), queue, it.text("FunctionArn"), it.text("State")));
  }

  /** Known by its name, on another bus than the default by {@code <bus>|<name>}. */
  private FormerWorker rule(StackResource resource) {
    var id = resource.physicalId();
    var bar = id.indexOf('|');
    var name = id.substring(bar + 1);
    var bus = bar < 0 ? "default" : id.substring(0, bar);
    var state =
        aws.call("events", "describe-rule", "--name", name, "--event-bus-name", bus).text("State");
    return new FormerWorker.Rule(
        name,
        bus,
        !state.equals("DISABLED"),
        aws.call("events", "list-targets-by-rule", "--rule", name, "--event-bus-name", bus)
            .items("Targets")
            .map(it -> it.text("Arn"))
            .toList());
  }

  /** Listed, since to get one takes its group, which the stack does not say. */
  private Stream<FormerWorker> schedules(StackResource resource) {
    return aws.call("scheduler", "list-schedules", "--name-prefix", resource.physicalId())
        .items("Schedules")
        .filter(it -> it.text("Name").equals(resource.physicalId()))
        .map(
            it ->
                new FormerWorker.Schedule(
                    it.text("Name"),
                    !it.text("State").equals("DISABLED"),
                    it.object("Target").text("Arn")));
  }

  private boolean isQueue(StackResource resource) {
    return resource.type().equals("AWS::SQS::Queue") && resource.name().equals(names.queue());
  }

  private FormerWorker inFlight(StackResource queue) {
    Tree.Obj answer =
        aws.call(
            "sqs",
            "get-queue-attributes",
            "--queue-url",
            queue.physicalId(),
            "--attribute-names",
            IN_FLIGHT);
    var messages = answer.object("Attributes").text(IN_FLIGHT);
    return new FormerWorker.InFlight(
        queue.name(), messages.isEmpty() ? 0 : Integer.parseInt(messages));
  }
}
