package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.paginators.GetResourcesIterable;

class TagIndexTest {
  private static final Map<String, String> WANTED =
      Map.of(Tags.OWNER, "here/soundbite/staging", "Project", "SoundBite");
  private static final Map<String, String> CONFIRMED = Map.of("from", "the service");

  private final Listing listing = new Listing();
  private final TagIndex index = new TagIndex(listing);

  @Test
  void believesWhatShowsEveryWantedTag() {
    var listed = new HashMap<>(WANTED);
    listed.put("cost-center", "42");
    listing.pages = List.of(Map.of("other", WANTED), Map.of("mine", listed));

    assertThat(index.refresh()).isTrue();

    assertThat(read("mine", WANTED)).isEqualTo(listed);
  }

  @Test
  void confirmsWhatItDoesNotList() {
    listing.pages = List.of(Map.of("other", WANTED));
    index.refresh();

    assertThat(read("mine", WANTED)).isEqualTo(CONFIRMED);
  }

  @Test
  void confirmsWhatItListsOtherwise() {
    listing.pages =
        List.of(Map.of("mine", Map.of(Tags.OWNER, "there/a/b", "Project", "SoundBite")));
    index.refresh();

    assertThat(read("mine", WANTED)).isEqualTo(CONFIRMED);
  }

  @Test
  void confirmsWhenNoOwnerIsAskedFor() {
    listing.pages = List.of(Map.of("mine", WANTED));
    index.refresh();

    assertThat(read("mine", Map.of("Project", "SoundBite"))).isEqualTo(CONFIRMED);
    assertThat(read("mine", Map.of())).isEqualTo(CONFIRMED);
  }

  @Test
  void forgetsWhenTheListingFails() {
    listing.pages = List.of(Map.of("mine", WANTED));
    index.refresh();
    listing.away = true;

    assertThat(index.refresh()).isFalse();

    assertThat(read("mine", WANTED)).isEqualTo(CONFIRMED);
  }

  private Map<String, String> read(String arn, Map<String, String> wanted) {
    return index.read(arn, wanted, () -> CONFIRMED);
  }

  /** The tagging API, a page for each map of tags by ARN. */
  private static final class Listing implements ResourceGroupsTaggingApiClient {
    private List<Map<String, Map<String, String>>> pages = List.of();
    private boolean away;

    @Override
    public GetResourcesResponse getResources(GetResourcesRequest request) {
      if (away) {
        throw SdkClientException.create("connection refused");
      }
      assertThat(request.tagFilters()).extracting(filter -> filter.key()).containsOnly(Tags.OWNER);
      int page =
          request.paginationToken() == null ? 0 : Integer.parseInt(request.paginationToken());
      var found = new ArrayList<ResourceTagMapping>();
      pages
          .get(page)
          .forEach(
              (arn, tags) ->
                  found.add(ResourceTagMapping.builder().resourceARN(arn).tags(sdk(tags)).build()));
      return GetResourcesResponse.builder()
          .resourceTagMappingList(found)
          .paginationToken(page + 1 < pages.size() ? String.valueOf(page + 1) : "")
          .build();
    }

    @Override
    public GetResourcesIterable getResourcesPaginator(GetResourcesRequest request) {
      return new GetResourcesIterable(this, request);
    }

    private static List<Tag> sdk(Map<String, String> tags) {
      return tags.entrySet().stream()
          .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
          .toList();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
