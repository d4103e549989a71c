package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Dashboard;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Progress;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** CloudWatch dashboards: one document each, read and written whole. */
public final class Dashboards implements AwsKind.Single<Dashboard> {
  private final CloudWatchClient cloudWatch;

  public Dashboards(CloudWatchClient cloudWatch) {
    this.cloudWatch = cloudWatch;
  }

  @Override
  public Class<Dashboard> type() {
    return Dashboard.class;
  }

  @Override
  public Optional<Found<Dashboard>> read(Dashboard want) {
    return Observed.unlessMissing(
            () -> cloudWatch.getDashboard(request -> request.dashboardName(want.key().name())))
        .map(
            dashboard -> {
              var body = Json.read(dashboard.dashboardBody());
              return new Found<>(new Dashboard(want.key(), body), DashboardOwner.read(body));
            });
  }

  @Override
  public Progress create(Dashboard want) {
    return put(want.key(), want.body());
  }

  @Override
  public Progress update(Change<Dashboard> change) {
    return put(change.want().key(), change.want().body());
  }

  @Override
  public Progress delete(Dashboard have, boolean withData) {
    Observed.unlessMissing(
        () -> cloudWatch.deleteDashboards(request -> request.dashboardNames(have.key().name())));
    return new Progress.Done();
  }

  @Override
  public Progress release(Dashboard have, Owner owner) {
    return put(have.key(), DashboardOwner.release(have.body(), owner));
  }

  private Progress put(Key key, Tree body) {
    cloudWatch.putDashboard(
        request -> request.dashboardName(key.name()).dashboardBody(Json.write(body)));
    return new Progress.Done();
  }
}
