package io.soundbite.operator.metrics;

import io.micrometer.core.instrument.Tags;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.status.Conditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an environment's status says, as gauges. What is not known has no series, so that nobody
 * takes it for a zero.
 */
record EnvironmentSeries(Owner owner, EnvironmentStatus status) {
  private static final String PREFIX = "soundbite.environment.";

  List<Series> list() {
    var all = new ArrayList<Series>();
    all.add(series("ready", "Whether the environment is as its spec asks.", is("Ready")));
    all.add(series("available", "Whether the live slot serves.", is("Available")));
    status
        .conditions()
        .forEach(
            it ->
                all.add(
                    series(
                        "condition",
                        "",
                        "What each condition says now; always 1.",
                        1,
                        "type",
                        it.getType(),
                        "status",
                        it.getStatus(),
                        "reason",
                        it.getReason())));
    drift(all);
    release(all);
    if (status.parity() != null && status.parity().equal() != null) {
      all.add(
          series(
              "parity",
              "Whether it is identical infrastructure to the environment it is promoted from.",
              status.parity().equal()));
    }
    return all;
  }

  private void drift(List<Series> all) {
    var drift = status.drift();
    if (drift != null) {
      all.add(
          series(
              "drifted.fields",
              "",
              "Fields that differ from what was declared, or resources that are gone.",
              drift.count()));
      all.add(
          series(
              "unread.resources", "", "Resources of which nothing is known now.", drift.unread()));
    }
  }

  private void release(List<Series> all) {
    var live = status.release();
    if (live != null) {
      all.add(
          series(
              "release.live.since",
              "seconds",
              "When the live release went live, in seconds since the epoch.",
              (double) Instant.parse(live.since()).getEpochSecond(),
              "tag",
              live.tag(),
              "slot",
              live.slot().text()));
    }
  }

  private boolean is(String type) {
    return Conditions.find(status.conditions(), type)
        .filter(it -> it.getStatus().equals("True"))
        .isPresent();
  }

  private Series series(String name, String help, boolean value) {
    return series(name, "", help, value ? 1 : 0);
  }

  private Series series(String name, String unit, String help, double value, String... tags) {
    return new Series(
        new Series.Id(PREFIX + name, unit, EnvironmentMeters.tags(owner).and(Tags.of(tags))),
        help,
        value);
  }
}
