package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Changes a ConfigMap and a queue of each of several environments, asks for a reconcile, and waits
 * until they are healed: without the request a queue's drift is found at the next reading.
 *
 * @param names of the environments, of which each is its prefix too
 * @param value that the queue gets, in seconds: one that was healed within the last minute counts
 *     as a late answer of SQS
 */
record Drifted(OperatorUnderTest world, PackagedOperator operator, List<String> names, int value) {
  private static final String LEVEL = "silly";

  /** With a value that is healed once only. */
  Drifted(OperatorUnderTest world, PackagedOperator operator, List<String> names) {
    this(world, operator, names, 77);
  }

  /** How long it took until each was as declared again. */
  record Healed(Waits kube, Waits aws) {
    String told() {
      return "ConfigMaps healed after %s in the median, %s at the 95th percentile, the last after %s; queues after %s, %s and %s"
          .formatted(
              kube.median(), kube.most(), kube.longest(), aws.median(), aws.most(), aws.longest());
    }
  }

  /** The same of one environment after the other. */
  Healed healEach() {
    var each =
        names.stream()
            .map(name -> new Drifted(world, operator, List.of(name), value).heal())
            .toList();
    return new Healed(
        Waits.all(each.stream().map(Healed::kube).toList()),
        Waits.all(each.stream().map(Healed::aws).toList()));
  }

  /** Makes the changes, and waits until all is as it was; fails when the operator ends. */
  Healed heal() {
    var start = Instant.now();
    names.forEach(this::meddle);
    return new Healed(
        Waits.since(start, operator, names, name -> !level(name).equals(LEVEL)),
        Waits.since(start, operator, names, name -> !timeout(name).equals(timeout())));
  }

  private void meddle(String name) {
    world
        .client()
        .configMaps()
        .inNamespace(world.namespace())
        .withName(name + "-api-blue")
        .edit(it -> new ConfigMapBuilder(it).addToData("LOG_LEVEL", LEVEL).build());
    world
        .aws()
        .sqs()
        .setQueueAttributes(
            it ->
                it.queueUrl(queue(name))
                    .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, timeout())));
    world.kubectl().requestReconcile(name);
  }

  private String level(String name) {
    return world
        .client()
        .configMaps()
        .inNamespace(world.namespace())
        .withName(name + "-api-blue")
        .get()
        .getData()
        .get("LOG_LEVEL");
  }

  private String timeout() {
    return String.valueOf(value);
  }

  private String timeout(String name) {
    return world
        .aws()
        .sqs()
        .getQueueAttributes(
            it -> it.queueUrl(queue(name)).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
        .attributes()
        .get(QueueAttributeName.VISIBILITY_TIMEOUT);
  }

  private String queue(String name) {
    return world
        .aws()
        .sqs()
        .getQueueUrl(it -> it.queueName("SoundBite-" + name + "-SoundbiteQueue"))
        .queueUrl();
  }
}
