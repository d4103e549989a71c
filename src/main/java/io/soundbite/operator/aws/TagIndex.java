package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.soundbite.operator.blueprint.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/**
 * The tags of all owned resources of a scope, in one listing for each sweep instead of a call for
 * each resource. The tagging API lags behind the services, so it is a hint: believed only where it
 * shows every wanted tag, the owner among them. What it does not list or lists otherwise is read
 * from the service, so it alone never makes a resource absent or someone else's.
 *
 * <p>IAM roles are not looked up here: their own listing shows their tags. Not every endpoint lists
 * ECR repositories, which costs a call for each there.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html">GetResources</a>
 */
public final class TagIndex implements TagReader {
  private static final int PAGE = 100;
  private static final TagFilter OWNED = TagFilter.builder().key(Tags.OWNER).build();

  private final ResourceGroupsTaggingApiClient tagging;
  private volatile Map<String, Map<String, String>> byArn = Map.of();

  public TagIndex(ResourceGroupsTaggingApiClient tagging) {
    this.tagging = tagging;
  }

  /**
   * Lists anew, at the start of each sweep. When that fails the index is empty, which costs calls
   * and nothing else.
   *
   * @return whether the listing succeeded
   */
  public boolean refresh() {
    try {
      byArn = listed();
      return true;
    } catch (SdkException e) {
      byArn = Map.of();
      return false;
    }
  }

  @Override
  public Map<String, String> read(
      String arn, Map<String, String> wanted, Supplier<Map<String, String>> service) {
    var listed = byArn.getOrDefault(arn, Map.of());
    var believed =
        wanted.containsKey(Tags.OWNER) && listed.entrySet().containsAll(wanted.entrySet());
    return believed ? listed : service.get();
  }

  private Map<String, Map<String, String>> listed() {
    var found = new HashMap<String, Map<String, String>>();
    tagging
        .getResourcesPaginator(request -> request.resourcesPerPage(PAGE).tagFilters(OWNED))
        .resourceTagMappingList()
        .forEach(
            resource ->
                found.put(
                    resource.resourceARN(),
                    resource.tags().stream().collect(toUnmodifiableMap(Tag::key, Tag::value))));
    return Map.copyOf(found);
  }
}
