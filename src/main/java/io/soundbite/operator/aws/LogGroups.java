package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;

/** Log groups of CloudWatch Logs. */
public final class LogGroups implements AwsKind.Listed<LogGroup> {
  private static final int PAGE = 50;

  /** Begins a subscription filter, by its name. */
  private static final String SUBSCRIPTION = "subscription ";

  private final CloudWatchLogsClient logs;
  private final TagReader tags;
  private final Rarely rarely;

  public LogGroups(CloudWatchLogsClient logs, TagReader tags) {
    this(logs, tags, Rarely.everyTime());
  }

  LogGroups(CloudWatchLogsClient logs, TagReader tags, Rarely rarely) {
    this.logs = logs;
    this.tags = tags;
    this.rarely = rarely;
  }

  @Override
  public Class<LogGroup> type() {
    return LogGroup.class;
  }

  /**
   * Lists below what the wanted names have in common: one environment's own folder, or the
   * blueprint's folder for many.
   */
  @Override
  public Map<Key, Supplier<Found<LogGroup>>> read(List<LogGroup> wants) {
    if (wants.isEmpty()) {
      return Map.of();
    }
    var names = wants.stream().map(want -> want.key().name()).toList();
    var pages =
        logs.describeLogGroupsPaginator(
            request -> request.logGroupNamePrefix(Listing.commonPrefix(names)).limit(PAGE));
    return Listing.join(
        wants,
        want -> want.key().name(),
        () -> pages.stream().flatMap(page -> groups(page).stream()).iterator(),
        software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup::logGroupName,
        this::found);
  }

  private static List<software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup> groups(
      DescribeLogGroupsResponse page) {
    return Reading.required(
        "DescribeLogGroups logGroups", page.hasLogGroups() ? page.logGroups() : null);
  }

  private Found<LogGroup> found(
      LogGroup want, software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup live) {
    var all =
        tags.read(
            want,
            want.arn(),
            () -> logs.listTagsForResource(request -> request.resourceArn(want.arn())).tags());
    var reading = new Reading();
    var retention =
        reading.documented(
            DocumentedAbsence.RETENTION,
            Optional.ofNullable(live.retentionInDays()).map(Optional::of).orElse(null),
            Optional.<Integer>empty(),
            want.retentionDays());
    return reading.found(
        new LogGroup(
            want.key(),
            want.arn(),
            retention,
            kmsKey(want, live, reading),
            Observed.wanted(all, want.tags()),
            additional(want, live, reading)),
        Ownership.of(all));
  }

  private static Optional<String> kmsKey(
      LogGroup want,
      software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup live,
      Reading reading) {
    return reading.documented(
        DocumentedAbsence.LOG_KEY,
        Optional.ofNullable(live.kmsKeyId()).map(Optional::of).orElse(null),
        Optional.empty(),
        want.kmsKey());
  }

  /** Subscription filters hand every line of the group to somebody. */
  private Map<String, String> additional(
      LogGroup want,
      software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup live,
      Reading reading) {
    var additional = new HashMap<>(LogMembers.LOG_GROUP.additional(live));
    additional.putAll(subscriptions(want, reading));
    return additional;
  }

  @SuppressWarnings("unchecked") // what is kept of a group is always this
  private Map<String, String> subscriptions(LogGroup want, Reading reading) {
    return rarely.read(
        want.key(),
        Map.class,
        () ->
            reading.setting(
                "subscriptions",
                Map.<String, String>of(),
                Map.<String, String>of(),
                () -> subscriptions(want.key().name())));
  }

  private Map<String, String> subscriptions(String group) {
    return logs
        .describeSubscriptionFiltersPaginator(request -> request.logGroupName(group))
        .subscriptionFilters()
        .stream()
        .collect(
            Collectors.toMap(
                it -> SUBSCRIPTION + it.filterName(),
                it -> "to " + it.destinationArn(),
                (one, other) -> one + ", " + other));
  }

  /** Two calls; after a crash between them the retention is drift like any other. */
  @Override
  public Progress create(LogGroup want) {
    logs.createLogGroup(
        request ->
            request
                .logGroupName(want.key().name())
                .kmsKeyId(want.kmsKey().orElse(null))
                .tags(want.tags()));
    return retain(want);
  }

  @Override
  public Progress update(Change<LogGroup> change) {
    var want = change.want();
    if (change.touches("/tags")) {
      write(want.arn(), TagWrites.between(want.tags(), change.have().tags()));
    }
    Observed.without(change.have().additional().keySet(), want.additional().keySet()).stream()
        .filter(it -> it.startsWith(SUBSCRIPTION))
        .forEach(it -> unsubscribe(want.key().name(), it.substring(SUBSCRIPTION.length())));
    rarely.forget(Set.of(want.key()));
    if (change.touches("/kmsKey")) {
      encrypt(want);
    }
    return change.touches("/retentionDays") ? retain(want) : new Progress.Done();
  }

  private void encrypt(LogGroup want) {
    var name = want.key().name();
    want.kmsKey()
        .ifPresentOrElse(
            it -> logs.associateKmsKey(request -> request.logGroupName(name).kmsKeyId(it)),
            () -> logs.disassociateKmsKey(request -> request.logGroupName(name)));
  }

  private void unsubscribe(String group, String filter) {
    Observed.unlessMissing(
        () ->
            logs.deleteSubscriptionFilter(
                request -> request.logGroupName(group).filterName(filter)));
  }

  @Override
  public Progress delete(LogGroup have, boolean withData) {
    Observed.unlessMissing(
        () -> logs.deleteLogGroup(request -> request.logGroupName(have.key().name())));
    return new Progress.Done();
  }

  @Override
  public Progress release(LogGroup have, Owner owner) {
    return Observed.doneIfMissing(() -> write(have.arn(), TagWrites.release(owner)));
  }

  /** The blueprint wants a retention always; what is kept for ever is left so. */
  private Progress retain(LogGroup want) {
    want.retentionDays()
        .ifPresent(
            days ->
                logs.putRetentionPolicy(
                    request -> request.logGroupName(want.key().name()).retentionInDays(days)));
    return new Progress.Done();
  }

  private Progress write(String arn, TagWrites writes) {
    writes.by(
        put -> logs.tagResource(request -> request.resourceArn(arn).tags(put)),
        keys -> logs.untagResource(request -> request.resourceArn(arn).tagKeys(keys)));
    return new Progress.Done();
  }
}
