package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.LastHandled;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.engine.Backoff;
import io.soundbite.operator.engine.Snapshot;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.rollout.View;
import io.soundbite.operator.status.Problem;
import io.soundbite.operator.status.ReleaseReport;
import io.soundbite.operator.status.StatusFactory;
import io.soundbite.operator.status.SyncReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Gathers what one reconcile found into what status is made of. */
final class Report {
  private Report() {}

  static StatusFactory.Findings of(
      Environment environment,
      Finding<ImageStatus> image,
      Finding<Boolean> identity,
      Optional<Revision> wanted,
      Recorded recorded,
      View view,
      AwsSide.Planned aws,
      KubeSide.Converged kube,
      LastHandled handled) {
    var release =
        new ReleaseReport(
            recorded, view, wanted.map(Revision::name).orElse(null), image.problem().orElse(null));
    return new StatusFactory.Findings(
        FactsSource.recorded(environment),
        image.value().orElse(null),
        release,
        SyncReport.of(
            environment.names().environment(),
            both(aws.steps(), kube.steps()),
            failures(aws.snapshot(), kube)),
        kube.problem().or(identity::problem).filter(Problem::lasting),
        handled);
  }

  private static List<Step> both(List<Step> aws, List<Step> kube) {
    var all = new ArrayList<>(aws);
    all.addAll(kube);
    return all;
  }

  private static Snapshot failures(Snapshot aws, KubeSide.Converged kube) {
    var failures = new HashMap<>(aws.failures());
    kube.failures()
        .forEach(
            (key, failure) -> failures.put(key, new Backoff(1, java.time.Instant.MAX, failure)));
    return new Snapshot(aws.seen(), failures, aws.waits(), aws.busy());
  }
}
