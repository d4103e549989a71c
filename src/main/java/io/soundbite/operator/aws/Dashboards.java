package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Dashboard;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Progress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsResponse;

/**
 * CloudWatch dashboards: one document each, read and written whole. A listing says when each was
 * last modified; only those that were since they were last read are read again.
 */
public final class Dashboards implements AwsKind.Listed<Dashboard> {
  private final CloudWatchClient cloudWatch;
  private final DashboardBodies bodies;
  private final Lister<DashboardEntry> lister;

  public Dashboards(CloudWatchClient cloudWatch, Clock clock) {
    this(cloudWatch, clock, Lister.alone());
  }

  Dashboards(CloudWatchClient cloudWatch, Clock clock, Lister<DashboardEntry> lister) {
    this.cloudWatch = cloudWatch;
    this.bodies = new DashboardBodies(clock);
    this.lister = lister;
  }

  @Override
  public Class<Dashboard> type() {
    return Dashboard.class;
  }

  @Override
  public Map<Key, Supplier<Found<Dashboard>>> read(List<Dashboard> wants) {
    var names = wants.stream().map(want -> want.key().name()).collect(Collectors.toSet());
    return Listing.join(
        wants,
        want -> want.key().name(),
        lister.list(names, this::named),
        DashboardEntry::dashboardName,
        this::found);
  }

  private Iterable<DashboardEntry> named(Set<String> names) {
    var prefix = Listing.commonPrefix(List.copyOf(names));
    var pages = cloudWatch.listDashboardsPaginator(it -> it.dashboardNamePrefix(prefix));
    return () -> pages.stream().flatMap(page -> entries(page).stream()).iterator();
  }

  /** Drops what is remembered of {@code keys}, which are read no more. */
  void drop(Set<Key> keys) {
    keys.forEach(key -> bodies.drop(key.name()));
  }

  private static List<DashboardEntry> entries(ListDashboardsResponse page) {
    return Reading.required(
        "ListDashboards DashboardEntries",
        page.hasDashboardEntries() ? page.dashboardEntries() : null);
  }

  private Found<Dashboard> found(Dashboard want, DashboardEntry listed) {
    var body = bodies.of(listed, () -> body(want.key().name()));
    return new Found<>(new Dashboard(want.key(), body), DashboardOwner.read(body));
  }

  private Tree body(String name) {
    var answer = cloudWatch.getDashboard(request -> request.dashboardName(name));
    return Json.read(Reading.required("GetDashboard DashboardBody", answer.dashboardBody()));
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
