package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** A log line for each write, with environment, stack and resource as fields. */
final class StepLog {
  private static final Logger LOG = Logger.getLogger("io.soundbite.operator.writes");

  private StepLog() {}

  static void ended(Owner owner, Step step, Progress progress) {
    MDC.put("environment", owner.toString());
    MDC.put("stack", step.key().stack().label());
    MDC.put("resource", step.key().id());
    try {
      log(step, progress);
    } finally {
      MDC.remove("environment");
      MDC.remove("stack");
      MDC.remove("resource");
    }
  }

  private static void log(Step step, Progress progress) {
    switch (progress) {
      case Progress.Done(var altered) when altered.isEmpty() ->
          LOG.infof("%s %s", verb(step), step.key().name());
      case Progress.Done(var altered) ->
          LOG.warnf("%s %s: admission changed %s", verb(step), step.key().name(), altered);
      case Progress.Wait(var retryAfter, var why) ->
          LOG.infof("%s %s: %s", verb(step), step.key().name(), why);
      case Progress.Failed(var failure) ->
          LOG.warnf(
              "%s %s failed, %s: %s",
              verb(step), step.key().name(), failure.kind().reason(), failure.sentence());
      case Progress.Skipped skipped -> {}
    }
  }

  private static String verb(Step step) {
    return switch (step) {
      case Step.Create create -> "create";
      case Step.Update(var change) ->
          "update " + change.diffs().stream().map(diff -> diff.path()).toList() + " of";
      case Step.Delete delete -> "delete";
      case Step.Release release -> "release";
      case Step.Keep keep -> "keep";
      case Step.Blocked blocked -> "blocked";
    };
  }
}
