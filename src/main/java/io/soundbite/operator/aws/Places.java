package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.ProviderSet;
import io.soundbite.operator.engine.Sharing;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The clients and providers of each scope: made when first asked for, and closed when the last
 * environment has left it. What is still under way then gets its own, which nothing remembers.
 * Scopes of one {@link Site} share the SDK's clients there, which are closed with the last of them.
 */
public final class Places implements SdkAutoCloseable {
  /**
   * EKS says "several seconds" of how long it takes until an association is in effect.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html">CreatePodIdentityAssociation</a>
   */
  private static final Duration EFFECTIVE = Duration.ofSeconds(10);

  private record Place(AwsClients clients, ProviderSet providers) {}

  private final ConcurrentMap<Scope, Place> places = new ConcurrentHashMap<>();
  private final Map<Site, SdkClients> sites = new HashMap<>(); // guarded by this
  private final ConcurrentMap<Owner, Scope> residents = new ConcurrentHashMap<>();
  private final Connections connections = new Connections();
  private final SharedListings listings;
  private final List<ExecutionInterceptor> interceptors;
  private final AwsCredentialsProvider operatorCredentials;
  private final Clock clock;
  private final Optional<Scope> cluster;

  /** Without Pod Identity. */
  public Places(
      List<ExecutionInterceptor> interceptors,
      AwsCredentialsProvider operatorCredentials,
      Clock clock) {
    this(interceptors, operatorCredentials, clock, Optional.empty());
  }

  /**
   * @param interceptors applied to every call: rate limits, metrics
   * @param operatorCredentials what {@link Scope.Credentials.Operator} stands for
   * @param cluster where the EKS cluster's Pod Identity associations are; empty without Pod
   *     Identity
   */
  public Places(
      List<ExecutionInterceptor> interceptors,
      AwsCredentialsProvider operatorCredentials,
      Clock clock,
      Optional<Scope> cluster) {
    this.interceptors = interceptors;
    this.operatorCredentials = operatorCredentials;
    this.clock = clock;
    this.cluster = cluster;
    this.listings = new SharedListings(clock);
  }

  /** Says which scopes list together. */
  public Sharing<Scope> sharing() {
    return listings;
  }

  /** Notes that {@code owner} is in {@code scope}, and no longer where it was before. */
  public void enter(Owner owner, Scope scope) {
    var before = residents.put(owner, scope);
    if (before != null && !before.equals(scope)) {
      closeUnused();
    }
  }

  /** Notes that {@code owner} is nowhere any more. */
  public void leave(Owner owner) {
    if (residents.remove(owner) != null) {
      closeUnused();
    }
  }

  /** The clients that call {@code scope}. */
  public AwsClients clients(Scope scope) {
    return place(scope).clients();
  }

  /** The registries of each region, called as {@code scope} is. */
  public Function<String, EcrClient> registries(Scope scope) {
    return region -> clients(scope.in(region)).ecr();
  }

  /** The providers of {@code scope}, one for each kind. */
  public ProviderSet providers(Scope scope) {
    return place(scope).providers();
  }

  /** Returns how many scopes have clients. */
  int size() {
    return places.size();
  }

  /** Returns how many sites have clients of the SDK. */
  synchronized int sites() {
    return sites.size();
  }

  @Override
  public synchronized void close() {
    closeAll(Set.copyOf(places.keySet()));
    connections.close();
  }

  private Place place(Scope scope) {
    var open = places.get(scope);
    return open == null ? opened(scope) : open;
  }

  private synchronized Place opened(Scope scope) {
    var open = places.get(scope);
    if (open != null) {
      return open;
    }
    if (!isInhabited(scope)) {
      return place(scope, sdk(scope.site()));
    }
    var place = place(scope, sites.computeIfAbsent(scope.site(), this::sdk));
    places.put(scope, place);
    return place;
  }

  private Place place(Scope scope, SdkClients sdk) {
    var clients = new AwsClients(scope, sdk, operatorCredentials);
    var associations =
        new PodIdentityAssociations(
            () -> cluster.map(this::clients).orElse(clients).eks(), EFFECTIVE);
    return new Place(clients, AwsKinds.of(clients, associations, clock, listings.of(scope)));
  }

  private SdkClients sdk(Site site) {
    return new SdkClients(site, interceptors, connections);
  }

  /** Scopes whose credentials and endpoint no environment uses; the operator's own stay. */
  private synchronized void closeUnused() {
    var unused = new HashSet<>(places.keySet());
    unused.removeIf(this::isInhabited);
    if (!unused.isEmpty()) {
      closeAll(unused);
    }
  }

  /** Environments call registries of other regions than their own. */
  private boolean isInhabited(Scope scope) {
    return scope.credentials() instanceof Scope.Credentials.Operator
        || residents.values().stream().anyMatch(it -> it.in(scope.region()).equals(scope));
  }

  private void closeAll(Set<Scope> scopes) {
    for (var scope : scopes) {
      var place = places.remove(scope);
      if (place != null) {
        place.clients().close();
      }
    }
    listings.retain(places.keySet());
    var used = places.keySet().stream().map(Scope::site).collect(Collectors.toSet());
    var closed = new HashSet<>(sites.keySet());
    closed.removeAll(used);
    closed.forEach(it -> Objects.requireNonNull(sites.remove(it)).close());
    interceptors.forEach(
        it -> {
          if (it instanceof ScopedInterceptor scoped) {
            scoped.retain(places.keySet());
          }
        });
  }
}
