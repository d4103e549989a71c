package io.soundbite.operator.status;

import io.soundbite.operator.engine.Notice;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says whether the alarms of an environment have data and reach their addresses: the condition
 * Monitored. It keeps nothing from being Ready.
 *
 * @param asked whether the spec asks for it: the feature {@code monitoring}
 * @param read whether all of AWS was read, so that no notice is no news
 * @param notices what was noticed of alarms and topic
 */
public record Monitoring(boolean asked, boolean read, List<Notice> notices) {
  private static final String TYPE = "Monitored";
  private static final int SHOWN = 4;
  private static final String REMEDY =
      " The cluster needs classic Container Insights, which publishes in the cluster's own account and"
          + " region; where it has none the operator's setting monitoring.containerInsights is none.";

  public Monitoring {
    notices = List.copyOf(notices);
  }

  /** Of an environment that does not ask for it. */
  public static Monitoring off() {
    return new Monitoring(false, true, List.of());
  }

  void in(Conditions conditions) {
    if (!asked) {
      conditions.remove(TYPE);
    } else if (!notices.isEmpty()) {
      conditions.set(TYPE, false, notices.getFirst().reason(), message());
    } else if (read) {
      conditions.set(
          TYPE, true, "AsDeclared", "Alarms have data, and every address has confirmed.");
    }
  }

  private String message() {
    var more = notices.size() - SHOWN;
    return notices.stream().limit(SHOWN).map(Notice::message).collect(Collectors.joining(" "))
        + (more > 0 ? " And %d more.".formatted(more) : "")
        + (notices.stream().anyMatch(it -> it.reason().equals(Notice.NO_DATA)) ? REMEDY : "");
  }
}
