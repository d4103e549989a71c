package io.soundbite.operator.blueprint;

/** Ids that other resources refer to. */
public final class Ids {
  public static final String TABLE = "SoundbitesTable";
  public static final String BUCKET = "SoundbitesBucket";
  public static final String TOPIC = "QueueAlerts";
  public static final String DEAD_LETTER_QUEUE = "SoundbiteDLQ";
  public static final String QUEUE = "SoundbiteQueue";
  public static final String REPOSITORY = "Repository";
  public static final String PROCESSOR_ROLE = "ProcessorRole";
  public static final String PROCESSOR_ASSOCIATION = "ProcessorPodIdentityAssociation";
  public static final String PROCESSOR_LOG_GROUP = "ProcessorLogGroup";
  public static final String API_ROLE = "ApiRole";
  public static final String API_ASSOCIATION = "ApiPodIdentityAssociation";
  public static final String API_LOG_GROUP = "ApiLogGroup";
  public static final String DASHBOARD = "Dashboard";

  private Ids() {}

  /** Id of an alarm: {@code Alarm/QueueDepth}. */
  public static String alarm(String name) {
    return "Alarm/" + name;
  }

  /** Id of a metric filter: {@code MetricFilter/ProcessorErrors}. */
  public static String metricFilter(String name) {
    return "MetricFilter/" + name;
  }
}
