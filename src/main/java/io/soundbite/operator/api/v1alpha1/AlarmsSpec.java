package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Thresholds by alarm name (for instance {@code QueueDepth}) and e-mail addresses to tell. */
public record AlarmsSpec(
    @Size(max = 17)
        @ValidationRule(
            value =
                "self.all(k, k in ['ReadThrottle', 'WriteThrottle', 'ConsumedReadCapacity',"
                    + " 'ConsumedWriteCapacity', 'BucketSize', 'NumberOfObjects', 'QueueDepth',"
                    + " 'DLQDepth', 'DLQManualRedrive', 'DLQCritical', 'MessageAge',"
                    + " 'ProcessorErrors', 'ProcessorDuration', 'ProcessorRestarts',"
                    + " 'CpuUtilization', 'MemoryUtilization', 'NetworkIn'])",
            message =
                "spec.alarms.thresholds must be keyed by names of alarms: ReadThrottle,"
                    + " WriteThrottle, ConsumedReadCapacity, ConsumedWriteCapacity, BucketSize,"
                    + " NumberOfObjects, QueueDepth, DLQDepth, DLQManualRedrive, DLQCritical,"
                    + " MessageAge, ProcessorErrors, ProcessorDuration, ProcessorRestarts,"
                    + " CpuUtilization, MemoryUtilization, NetworkIn")
        @ValidationRule(
            value = "self.all(k, self[k] > 0.0)",
            message = "spec.alarms.thresholds must hold numbers greater than 0")
        @ValidationRule(
            value =
                "self.all(k, !(k in ['CpuUtilization', 'MemoryUtilization']) || self[k] <= 100.0)",
            message =
                "spec.alarms.thresholds of CpuUtilization and MemoryUtilization are percentages, at"
                    + " most 100")
        @JsonPropertyDescription(
            "Thresholds by alarm name, in place of the blueprint's; numbers greater than 0. In 5"
                + " minutes: ReadThrottle and WriteThrottle (throttled requests, default 1),"
                + " ConsumedReadCapacity and ConsumedWriteCapacity (capacity units, 1000),"
                + " ProcessorErrors (logged errors, 5). BucketSize (bytes, 10737418240),"
                + " NumberOfObjects (10000). Messages: QueueDepth (100), DLQDepth (1),"
                + " DLQManualRedrive (5), DLQCritical (10). MessageAge (seconds, 300)."
                + " ProcessorDuration (milliseconds, 30000). ProcessorRestarts (of one pod, 3)."
                + " CpuUtilization and MemoryUtilization (percent of the limit, 80). NetworkIn"
                + " (bytes per second, 10485760).")
        Map<String, Double> thresholds,
    @JsonProperty("notify")
        @Size(max = 20)
        @ValidationRule(
            value = "self.all(a, a.matches('" + Rules.EMAIL + "'))",
            message = "spec.alarms.notify must hold e-mail addresses, such as ops@example.com")
        @JsonPropertyDescription(
            "E-mail addresses subscribed to the environment's alerts topic, at most 20 of at most"
                + " 254 characters; AWS asks each to confirm. Default: none.")
        Set<String> subscribers) {
  /** Copies both. */
  public AlarmsSpec {
    thresholds = thresholds == null ? Map.of() : Map.copyOf(thresholds);
    subscribers =
        subscribers == null ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(subscribers));
  }
}
