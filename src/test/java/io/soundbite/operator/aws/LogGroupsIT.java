package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogGroupsIT extends TaggedKindContract<LogGroup> {

  @Override
  AwsKind<LogGroup> kind(AwsClients clients, TagReader tags) {
    return new LogGroups(clients.logs(), tags);
  }

  @Override
  LogGroup want(Names names, Map<String, String> tags) {
    return new LogGroup(
        new Key(Stack.API, Ids.API_LOG_GROUP, names.logGroup("api")),
        names.logGroupArn("api"),
        Optional.of(30),
        tags);
  }

  @Override
  List<Drift> drifts(LogGroup want) {
    var name = want.key().name();
    var logs = aws().logs();
    return List.of(
        new Drift(
            "/retentionDays",
            () -> logs.putRetentionPolicy(it -> it.logGroupName(name).retentionInDays(7))),
        new Drift(
            "/kmsKey",
            () ->
                logs.associateKmsKey(
                    it ->
                        it.logGroupName(name).kmsKeyId(AwsOthers.key(emulator().names().facts())))),
        new Drift("/retentionDays", () -> logs.deleteRetentionPolicy(it -> it.logGroupName(name))),
        new Drift(
            "/additional/subscription strangers",
            () ->
                new StrangeWatch(aws().cloudWatch(), logs)
                    .change(
                        want,
                        new LogGroup(
                            want.key(),
                            want.arn(),
                            want.retentionDays(),
                            want.kmsKey(),
                            want.tags(),
                            Map.of("subscription strangers", "to a destination")))));
  }

  @Override
  Map<String, String> tags(LogGroup have) {
    return aws().logs().listTagsForResource(it -> it.resourceArn(have.arn())).tags();
  }

  @Override
  void tag(LogGroup have, Map<String, String> tags) {
    aws().logs().tagResource(it -> it.resourceArn(have.arn()).tags(tags));
  }

  @Test
  void readsNoTagsThatTheIndexShows() {
    assertThat(callsOfASweep()).containsExactly("DescribeLogGroups", "DescribeSubscriptionFilters");
  }

  @Test
  void makesAGroupInTwoCalls() {
    assertThat(calls().of(() -> provider().create(want())))
        .containsExactly("CreateLogGroup", "PutRetentionPolicy");
  }

  @Test
  void healsAGroupLeftHalfMade() {
    var want = want();
    aws().logs().createLogGroup(it -> it.logGroupName(want.key().name()).tags(want.tags()));

    var have = present(want).have();
    var healed = provider().update(new Change<>(want, have, Difference.between(want, have)));

    assertThat(healed).isEqualTo(new Progress.Done());
    assertThat(present(want).have()).isEqualTo(want);
  }

  /** A group of a longer name is not the wanted one, and pages are followed. */
  @Test
  void readsManyGroupsByThePage() {
    var wants = new ArrayList<LogGroup>();
    for (int i = 0; i < 60; i++) {
      wants.add(made(want(new Names("env" + i, "p", emulator().names().facts()), Map.of())));
    }
    made(want(new Names("env1/api", "p", emulator().names().facts()), Map.of()));
    TagReader hint = (want, arn, service) -> want.tags();

    var calls =
        calls()
            .of(
                () ->
                    assertThat(provider(hint).observe(wants).values())
                        .hasSize(60)
                        .allMatch(Observation.Present.class::isInstance));

    assertThat(calls)
        .filteredOn(call -> !call.equals("DescribeSubscriptionFilters"))
        .containsExactly("DescribeLogGroups", "DescribeLogGroups");
  }
}
