package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.Places;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.engine.Executor;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Ours;
import io.soundbite.operator.engine.Planner;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.ProviderSet;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.engine.Sweeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * The AWS side of any number of environments in accounts of the emulator, and the sweeper that
 * reads them: no cluster, so that a hundred take no more than their AWS calls.
 */
final class Fleet implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** More keep calls waiting for longer than the SDK does. */
  private static final int MADE_AT_ONCE = 3;

  private final Map<Owner, Scope> scopes = new LinkedHashMap<>();
  private final Map<Owner, List<Desired>> wants = new LinkedHashMap<>();
  private final List<ExecutionInterceptor> interceptors;
  private final Duration interval;
  private final Clock clock;
  private final Journal journal;
  private final Places places;
  private final Sweeper<Scope> sweeper;

  /**
   * Whose credentials an environment is called with, by its number; another account's by a role.
   */
  @FunctionalInterface
  interface Layout {
    /**
     * @param number of the environment, from 0
     * @param owner the environment
     */
    Scope.Credentials of(int number, Owner owner);

    /** All as the operator itself. */
    static Layout operator() {
      return (number, owner) -> new Scope.Credentials.Operator();
    }
  }

  /** {@code names} environments like staging, of which none is made. */
  Fleet(List<String> names, Duration interval, Clock clock) {
    this(anyAccount(), names, interval, clock, Layout.operator(), List.of());
  }

  /**
   * @param account of the operator itself
   * @param interceptors applied to every call
   */
  Fleet(
      String account,
      List<String> names,
      Duration interval,
      Clock clock,
      Layout layout,
      List<ExecutionInterceptor> interceptors) {
    this.interval = interval;
    this.clock = clock;
    this.interceptors = interceptors;
    this.journal = new Journal(Sandbox.endpoint(), account);
    this.places = places(interceptors);
    this.sweeper =
        new Sweeper<>(
            places::providers,
            owner -> {},
            new Sweeper.Settings(32, clock, new Random()),
            places.sharing());
    IntStream.range(0, names.size()).forEach(it -> add(it, names.get(it), layout));
  }

  /** Returns the number of an account that no other test uses. */
  static String anyAccount() {
    return String.valueOf(
        ThreadLocalRandom.current().nextLong(100_000_000_000L, 1_000_000_000_000L));
  }

  private void add(int number, String name, Layout layout) {
    var owner = new Owner("here", "soundbite", name);
    var credentials = layout.of(number, owner);
    var account =
        credentials instanceof Scope.Credentials.Role role ? role.account() : journal.account();
    var environment = environment(account, name);
    assertThat(environment.owner()).isEqualTo(owner);
    var scope = new Scope("us-east-1", Sandbox.endpoint(), credentials);
    places.enter(owner, scope);
    scopes.put(owner, scope);
    wants.put(owner, Halves.of(Blueprint.of(environment, SlotTarget.none())).aws());
  }

  /** The same, numbered and made. */
  static Fleet made(int size, Duration interval, Clock clock) {
    var names = IntStream.range(0, size).mapToObj(number -> "fleet-" + number).toList();
    var fleet = new Fleet(names, interval, clock);
    fleet.owners().forEach(fleet::make);
    return fleet;
  }

  /** Makes all that all want, some at a time, and without any interceptor. */
  void makeAll() {
    try (var unhindered = places(List.of());
        var threads = Executors.newFixedThreadPool(MADE_AT_ONCE)) {
      owners().stream()
          .map(owner -> threads.submit(() -> make(owner, unhindered.providers(scope(owner)))))
          .toList()
          .forEach(Fleet::join);
    }
  }

  private static void join(Future<?> made) {
    try {
      made.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  Journal journal() {
    return journal;
  }

  List<Owner> owners() {
    return List.copyOf(wants.keySet());
  }

  /** The environment of that name. */
  Owner owner(String name) {
    return wants.keySet().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  private Scope scope(Owner owner) {
    return Objects.requireNonNull(scopes.get(owner));
  }

  /** What {@code owner} wants. */
  List<Desired> wants(Owner owner) {
    return wants.getOrDefault(owner, List.of());
  }

  /** Makes all that {@code owner} wants, by the operator's own providers. */
  void make(Owner owner) {
    make(owner, places.providers(scope(owner)));
  }

  private void make(Owner owner, ProviderSet providers) {
    var all = wants(owner);
    var planner = new Planner(new Ours(owner, false, Optional.empty()));
    var made = run(owner, providers, all.stream().<Step>map(Step.Create::new).toList());
    while (!made.stream().allMatch(Progress.Done.class::isInstance)) { // a new queue has to wait
      assertThat(made).noneMatch(Progress.Failed.class::isInstance);
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      made = run(owner, providers, planner.plan(all, providers.observe(all)));
    }
    assertThat(planner.plan(all, providers.observe(all)))
        .allMatch(step -> step instanceof Step.Keep);
  }

  /** Takes all down that {@code owner} wants. */
  void delete(Owner owner) {
    var deletes = wants(owner).stream().<Step>map(want -> new Step.Delete(want, true)).toList();
    assertThat(run(owner, places.providers(scope(owner)), deletes))
        .allMatch(Progress.Done.class::isInstance);
  }

  private static Collection<Progress> run(Owner owner, ProviderSet providers, List<Step> steps) {
    return new Executor(providers, 32)
        .run(steps, owner, () -> true, (step, progress) -> {})
        .values();
  }

  /** Reads all that {@code owner} wants, beside the sweeper. */
  Map<Key, Observation<?>> observe(Owner owner) {
    return places.providers(scope(owner)).observe(wants(owner));
  }

  /** The same, by an operator that has just been started. */
  Map<Key, Observation<?>> observeAnew(Owner owner) {
    try (var started = places(interceptors)) {
      return started.providers(scope(owner)).observe(wants(owner));
    }
  }

  private Places places(List<ExecutionInterceptor> intercepting) {
    return new Places(
        intercepting,
        StaticCredentialsProvider.create(AwsBasicCredentials.create(journal.account(), "secret")),
        clock);
  }

  /** Has {@code owner} read from now on, and the sweeper look at its clock. */
  Map<Key, Observation<?>> enlist(Owner owner) {
    return sweeper.enlist(owner, scope(owner), wants(owner), interval).seen();
  }

  /** Returns when everything of those who were enlisted has been read since {@code since}. */
  void awaitReadings(Collection<Owner> owners, Instant since) {
    await().atMost(PATIENCE).until(() -> owners.stream().allMatch(it -> isRead(it, since)));
  }

  private boolean isRead(Owner owner, Instant since) {
    var seen = enlist(owner).values();
    return seen.size() == wants(owner).size()
        && seen.stream().noneMatch(found -> found.asOf().isBefore(since));
  }

  private Environment environment(String account, String name) {
    try {
      var resource =
          Serialization.unmarshal(
              Files.readString(Path.of("examples/staging.yaml"))
                  .replace("name: staging", "name: " + name)
                  .replace("prefix: staging", "prefix: " + name),
              SoundBiteEnvironment.class);
      return Environment.of(
          resource,
          new Facts(
              account,
              "aws",
              "amazonaws.com",
              "us-east-1",
              Sandbox.endpoint(),
              null,
              "oidc.test",
              Installation.of("here")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    sweeper.close();
    places.close();
  }
}
