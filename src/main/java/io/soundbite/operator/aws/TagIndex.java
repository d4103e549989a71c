package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.PodIdentityAssociation;
import io.soundbite.operator.blueprint.Tagged;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.engine.Ownership;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/**
 * The tags of all owned resources of a scope, in one listing for each sweep instead of a call for
 * each resource. The tagging API lags behind the services, so it is a hint: believed only where it
 * shows every wanted tag, the owner among them, and confirmed before a write. What it does not list
 * or lists otherwise is read from the service, so it alone never makes a resource absent or someone
 * else's. What was dropped is read from the service for a while, should it come back: the listing
 * may still be from before its tags were changed.
 *
 * <p>IAM roles and Pod Identity associations are not looked up here: what is read of them shows
 * their tags. Not every endpoint lists ECR repositories, which costs a call for each there.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html">GetResources</a>
 */
public final class TagIndex implements TagReader {
  private static final int PAGE = 100;

  /** How long the listing may be behind. AWS gives no figure. */
  private static final Duration LAG = Duration.ofMinutes(5);

  private final ResourceGroupsTaggingApiClient tagging;
  private final TagFilter owned;
  private final Clock clock;
  private volatile FutureTask<Map<String, Map<String, String>>> listing = new FutureTask<>(Map::of);

  /** How many pages the last listing had. */
  private volatile int pages = 1;

  /** What is read from the service next time. */
  private final Set<Key> doubted = ConcurrentHashMap.newKeySet();

  /** What was last believed on the listing's word. */
  private final ConcurrentMap<Key, Belief> beliefs = new ConcurrentHashMap<>();

  /** Until when what was dropped is read from the service; by the hashes of keys, not by names. */
  private final ConcurrentMap<Integer, Instant> dropped = new ConcurrentHashMap<>();

  private record Belief(Ownership ownership, Supplier<Map<String, String>> service) {}

  /** Of whatever is owned. */
  public TagIndex(ResourceGroupsTaggingApiClient tagging) {
    this(tagging, Optional.empty(), Clock.systemUTC());
  }

  /**
   * @param owner whose resources alone are wanted; empty for those of all
   */
  TagIndex(ResourceGroupsTaggingApiClient tagging, Optional<String> owner, Clock clock) {
    this.tagging = tagging;
    this.clock = clock;
    this.owned = TagFilter.builder().key(Tags.OWNER).values(owner.stream().toList()).build();
  }

  /**
   * Has the first of {@code wants} that is found list anew: where nothing is there yet, nothing is
   * listed. For few of them it asks the service, which takes no more calls and knows better.
   */
  public void prepare(List<? extends Desired> wants) {
    dropped.values().removeIf(until -> !clock.instant().isBefore(until));
    var tagged =
        wants.stream()
            .filter(want -> want instanceof Tagged && !showsTags(want))
            .map(Desired::key)
            .toList();
    if (tagged.size() <= pages) {
      doubted.addAll(tagged);
      return;
    }
    list();
  }

  private static boolean showsTags(Desired want) {
    return want instanceof IamRole || want instanceof PodIdentityAssociation;
  }

  /** Has the next that asks list anew; whoever asks meanwhile waits for it. */
  void list() {
    listing = new FutureTask<>(this::listed);
  }

  @Override
  public Map<String, String> read(Tagged want, String arn, Supplier<Map<String, String>> service) {
    var key = want.key();
    if (!doubted.remove(key) && !wasDropped(key) && want.tags().containsKey(Tags.OWNER)) {
      var current = listing;
      current.run(); // does nothing but for the first
      var listed = Futures.join(current).getOrDefault(arn, Map.of());
      // A listing lags: one that shows the tag of what was retained may be from before its removal.
      if (listed.entrySet().containsAll(want.tags().entrySet())
          && !listed.containsKey(Tags.RETAINED_BY)) {
        beliefs.put(key, new Belief(Ownership.of(listed), service));
        return listed;
      }
    }
    beliefs.remove(key);
    return service.get();
  }

  @Override
  public Map<String, String> assumed(Tagged want, Supplier<Map<String, String>> service) {
    beliefs.put(want.key(), new Belief(Ownership.of(want.tags()), service));
    return want.tags();
  }

  /** What is gone is nobody's to protect. */
  @Override
  public boolean confirmed(Key key) {
    var belief = beliefs.get(key);
    if (belief == null) {
      return true;
    }
    var confirmed =
        Observed.unlessMissing(belief.service())
            .map(tags -> Ownership.of(tags).equals(belief.ownership()))
            .orElse(true);
    if (confirmed) {
      beliefs.remove(key, belief);
    } else {
      doubted.add(key);
    }
    return confirmed;
  }

  /**
   * Drops what is remembered of {@code keys}, which are read no more. A write that was planned on
   * it must not follow.
   */
  void drop(Set<Key> keys) {
    beliefs.keySet().removeAll(keys);
    doubted.removeAll(keys);
    var until = clock.instant().plus(LAG);
    keys.forEach(key -> dropped.put(key.hashCode(), until));
  }

  private boolean wasDropped(Key key) {
    var until = dropped.get(key.hashCode());
    return until != null && clock.instant().isBefore(until);
  }

  /** When that fails nothing is listed, which costs calls and nothing else. */
  private Map<String, Map<String, String>> listed() {
    try {
      var found = new HashMap<String, Map<String, String>>();
      var count = 0;
      for (GetResourcesResponse page :
          tagging.getResourcesPaginator(
              request -> request.resourcesPerPage(PAGE).tagFilters(owned))) {
        count++;
        page.resourceTagMappingList().stream()
            .filter(TagIndex::isWhole)
            .forEach(it -> found.put(it.resourceARN(), tags(it)));
      }
      pages = count;
      return Map.copyOf(found);
    } catch (SdkException e) {
      return Map.of();
    }
  }

  /** Of what is left out in part the service is asked. */
  private static boolean isWhole(ResourceTagMapping resource) {
    return resource.resourceARN() != null
        && resource.tags().stream().allMatch(it -> it.key() != null && it.value() != null);
  }

  private static Map<String, String> tags(ResourceTagMapping resource) {
    return resource.tags().stream()
        .collect(toUnmodifiableMap(Tag::key, Tag::value, (first, second) -> second));
  }
}
