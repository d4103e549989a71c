package io.soundbite.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Conditions as they become; the transition time moves only when the status does. */
public final class Conditions {
  private static final int LONGEST_MESSAGE = 1024;

  private final Map<String, Condition> byType = new LinkedHashMap<>();
  private final long generation;
  private final Instant now;

  /**
   * @param before the conditions as they were
   * @param generation of the custom resource that they speak of
   */
  public Conditions(List<Condition> before, long generation, Instant now) {
    before.forEach(condition -> byType.put(condition.getType(), condition));
    this.generation = generation;
    this.now = now;
  }

  /** Sets one. */
  public Conditions set(String type, boolean status, String reason, String message) {
    return set(type, status ? "True" : "False", reason, message);
  }

  /**
   * Sets one.
   *
   * @param status {@code True}, {@code False} or {@code Unknown}
   * @param message cut at 1,024 characters
   */
  public Conditions set(String type, String status, String reason, String message) {
    var before = byType.get(type);
    return put(type, status, reason, message, before != null && before.getStatus().equals(status));
  }

  /**
   * Sets one that speaks of what the spec asks for. While that is not so yet, another generation of
   * the spec asks for something else, and the transition time begins again.
   */
  Conditions setAsked(String type, String status, String reason, String message) {
    var before = byType.get(type);
    return put(
        type,
        status,
        reason,
        message,
        before != null
            && before.getStatus().equals(status)
            && (status.equals("True")
                || Objects.equals(before.getObservedGeneration(), generation)));
  }

  private Conditions put(
      String type, String status, String reason, String message, boolean unchanged) {
    var before = byType.get(type);
    var since = before != null && unchanged ? before.getLastTransitionTime() : now.toString();
    byType.put(
        type,
        new ConditionBuilder()
            .withType(type)
            .withStatus(status)
            .withReason(reason)
            .withMessage(cut(message))
            .withObservedGeneration(generation)
            .withLastTransitionTime(since)
            .build());
    return this;
  }

  /** Takes one out: what it speaks of does not apply any more. */
  public Conditions remove(String type) {
    byType.remove(type);
    return this;
  }

  /** Never in the middle of a surrogate pair: half of one would not be read back as written. */
  private static String cut(String message) {
    if (message.length() <= LONGEST_MESSAGE) {
      return message;
    }
    var pair = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1));
    return message.substring(0, pair ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE);
  }

  /** All of them. */
  public List<Condition> list() {
    return List.copyOf(byType.values());
  }

  /** The condition of {@code type} among {@code conditions}. */
  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(it -> it.getType().equals(type)).findFirst();
  }
}
