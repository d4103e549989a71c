package io.soundbite.operator.controller;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.aws.CallMeter;
import io.soundbite.operator.aws.RateLimits;
import io.soundbite.operator.aws.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;

/**
 * Environments in some accounts of the emulator, which are read by two operators: one for each
 * account, in that account, as a single shared role would; and one in a hub, with a role for each
 * environment.
 */
final class Spokes implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofMinutes(5);

  private final Leap clock = new Leap();
  private final List<String> accounts;
  private final List<Fleet> shared;
  private final Fleet hub;

  /**
   * What a sweep took.
   *
   * @param calls by operation, of all accounts
   * @param took in real time; meanwhile calls wait for their rates
   */
  record Sweep(Map<String, Integer> calls, Duration took) {
    int sum() {
      return calls.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** Makes {@code environments} in {@code count} accounts. */
  Spokes(int environments, int count) {
    accounts = IntStream.range(0, count).mapToObj(it -> Fleet.anyAccount()).toList();
    shared =
        IntStream.range(0, count)
            .mapToObj(
                account ->
                    new Fleet(
                        accounts.get(account),
                        names(environments, it -> it % count == account),
                        INTERVAL,
                        clock,
                        Fleet.Layout.operator(),
                        limits()))
            .toList();
    hub =
        new Fleet(
            Fleet.anyAccount(),
            names(environments, any -> true),
            INTERVAL,
            clock,
            (number, owner) -> role(accounts.get(number % count), owner.name(), owner.toString()),
            limits());
    shared.forEach(Fleet::makeAll);
  }

  private static Scope.Credentials role(String account, String name, String externalId) {
    return new Scope.Credentials.Role(
        "arn:aws:iam::" + account + ":role/soundbite-" + name, externalId);
  }

  /** The operator's own limits, with AWS's rates. */
  private static List<ExecutionInterceptor> limits() {
    return List.of(new RateLimits(new CallMeter(new SimpleMeterRegistry()), 1));
  }

  private static List<String> names(int count, IntPredicate which) {
    return IntStream.range(0, count).filter(which).mapToObj(it -> "fleet-" + it).toList();
  }

  /** The journals of the accounts. */
  List<Journal> journals() {
    return accounts.stream().map(it -> new Journal(Sandbox.endpoint(), it)).toList();
  }

  /** Returns a client of an account as the account itself. */
  static <C, B extends AwsClientBuilder<B, C>> C client(B builder, String account) {
    return builder
        .endpointOverride(Sandbox.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "secret")))
        .build();
  }

  /** Has all read by one role in each account. */
  List<Sweep> sharedSweeps(int count) {
    return sweeps(shared, count);
  }

  /** Has all read by a role each. */
  List<Sweep> hubSweeps(int count) {
    return sweeps(List.of(hub), count);
  }

  /** What is seen at the first reading is not counted. */
  private List<Sweep> sweeps(List<Fleet> fleets, int count) {
    var start = clock.instant();
    await(fleets, start);
    return IntStream.range(0, count).mapToObj(it -> sweep(fleets)).toList();
  }

  private Sweep sweep(List<Fleet> fleets) {
    var journals = journals();
    var from = journals.stream().map(Journal::now).toList();
    var start = System.nanoTime();
    clock.by(INTERVAL);
    await(fleets, clock.instant().minus(INTERVAL));
    var took = Duration.ofNanos(System.nanoTime() - start);
    var calls = new ArrayList<Journal.Call>();
    IntStream.range(0, journals.size())
        .forEach(it -> calls.addAll(journals.get(it).since(from.get(it))));
    return new Sweep(new TreeMap<>(Journal.counted(calls)), took);
  }

  /** Has all fleets read at the same time. */
  private static void await(List<Fleet> fleets, Instant since) {
    fleets.forEach(it -> it.owners().forEach(it::enlist));
    fleets.forEach(it -> it.awaitReadings(it.owners(), since));
  }

  @Override
  public void close() {
    hub.close();
    shared.forEach(Fleet::close);
  }
}
