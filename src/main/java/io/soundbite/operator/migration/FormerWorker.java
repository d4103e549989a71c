package io.soundbite.operator.migration;

import java.util.List;
import java.util.Set;

/** What works on an environment's queues before its own processor does. */
public sealed interface FormerWorker {

  /**
   * An event source mapping of Lambda, which hands messages of a queue to a function.
   *
   * @param queue name of the queue
   * @param function its ARN
   * @param state as {@code Enabled}, {@code Disabling}, {@code Disabled}
   * @see <a
   *     href="https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html">
   *     EventSourceMappingConfiguration</a>
   */
  record Mapping(String uuid, String queue, String function, String state) implements FormerWorker {
    private static final String STOPPED = "Disabled";
    private static final Set<String> STOPPING = Set.of("Disabling", "Deleting");

    boolean isStopped() {
      return state.equals(STOPPED);
    }

    boolean isStopping() {
      return STOPPING.contains(state);
    }
  }

  /**
   * A rule of EventBridge in one of the stacks.
   *
   * @param bus its event bus; {@code default} for schedules
   * @param targets ARNs
   */
  record Rule(String name, String bus, boolean isEnabled, List<String> targets)
      implements FormerWorker {
    public Rule {
      targets = List.copyOf(targets);
    }
  }

  /**
   * A schedule of EventBridge Scheduler in one of the stacks.
   *
   * @param target ARN
   */
  record Schedule(String name, boolean isEnabled, String target) implements FormerWorker {}

  /**
   * Messages that a consumer has received and not deleted yet.
   *
   * @param queue name of the queue
   */
  record InFlight(String queue, int messages) implements FormerWorker {}
}
