package io.soundbite.operator.blueprint;

import java.util.Map;

/** One CloudWatch metric: what an alarm watches and a dashboard shows. */
record Metric(String namespace, String name, Map<String, String> dimensions) {}
