package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Dashboard;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DashboardsIT extends AwsKindContract<Dashboard> {

  @Override
  AwsKind<Dashboard> kind(AwsClients clients, TagReader tags) {
    return new Dashboards(clients.cloudWatch(), Clock.systemUTC());
  }

  @Override
  Dashboard want(Names names, Map<String, String> tags) {
    return new Dashboard(
        new Key(Stack.API, Ids.DASHBOARD, names.dashboard()),
        Tree.obj(
            "widgets",
            Tree.arr(
                Tree.obj(
                    "type",
                    "text",
                    "properties",
                    Map.of("markdown", "Owner: " + Tags.OWNER + "=" + tags.get(Tags.OWNER))))));
  }

  @Override
  List<Drift> drifts(Dashboard want) {
    return List.of(
        new Drift(
            "/body/widgets",
            () -> put(want, Tree.obj("widgets", Tree.arr(Tree.obj("type", "metric"))))),
        new Drift(
            "/body/start",
            () -> put(want, ((Tree.Obj) want.body()).with("start", Tree.of("-PT1H")))));
  }

  @Override
  List<Alike> alike(Dashboard want) {
    return List.of(
        new Alike(
            "the body with blanks",
            () ->
                aws()
                    .cloudWatch()
                    .putDashboard(
                        request ->
                            request
                                .dashboardName(want.key().name())
                                .dashboardBody(Json.write(want.body()).replace(",", " ,\n ")))));
  }

  private void put(Dashboard dashboard, Tree body) {
    aws()
        .cloudWatch()
        .putDashboard(
            request ->
                request.dashboardName(dashboard.key().name()).dashboardBody(Json.write(body)));
  }

  @Test
  void carriesItsOwner() {
    var want = made();

    assertThat(present(want).ownership())
        .isEqualTo(new Ownership.OwnedBy(emulator().tags().owner()));
  }

  @Test
  void knowsAnotherOwner() {
    var other = new Owner("there", "apps", "staging");
    made(want(emulator().names(), emulator().tags(other).of(Stack.API, "Test")));

    assertThat(present(want()).ownership()).isEqualTo(new Ownership.OwnedBy(other));
  }

  @Test
  void leavesItToNobodyAndTakesItBack() {
    var want = made();
    var owner = emulator().tags().owner();

    provider().release(present(want).have(), owner);

    var left = present(want);
    assertThat(left.ownership()).isEqualTo(new Ownership.RetainedBy(owner));
    var diffs = Difference.between(want, left.have());
    assertThat(provider().update(new Change<>(want, left.have(), diffs)))
        .isEqualTo(new Progress.Done());
    assertThat(present(want).ownership()).isEqualTo(new Ownership.OwnedBy(owner));
  }
}
