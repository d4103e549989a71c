package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.engine.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

  private Map<String, String> service = CONFIRMED;
  private final Listing listing = new Listing();
  private final ManualClock clock = new ManualClock();
  private final TagIndex index = new TagIndex(listing, Optional.empty(), clock);

  @Test
  void believesWhatShowsEveryWantedTag() {
    var listed = new HashMap<>(WANTED);
    listed.put("cost-center", "42");
    listing.pages = List.of(Map.of("other", WANTED), Map.of("mine", listed));

    index.list();

    assertThat(read("mine", WANTED)).isEqualTo(listed);
  }

  @Test
  void confirmsWhatItDoesNotList() {
    listing.pages = List.of(Map.of("other", WANTED));
    index.list();

    assertThat(read("mine", WANTED)).isEqualTo(CONFIRMED);
  }

  @Test
  void confirmsWhatItListsOtherwise() {
    listing.pages =
        List.of(Map.of("mine", Map.of(Tags.OWNER, "there/a/b", "Project", "SoundBite")));
    index.list();

    assertThat(read("mine", WANTED)).isEqualTo(CONFIRMED);
  }

  @Test
  void confirmsWhenNoOwnerIsAskedFor() {
    listing.pages = List.of(Map.of("mine", WANTED));
    index.list();

    assertThat(read("mine", Map.of("Project", "SoundBite"))).isEqualTo(CONFIRMED);
    assertThat(read("mine", Map.of())).isEqualTo(CONFIRMED);
  }

  @Test
  void asksTheServiceForFewerThanTheListingHasPages() {
    listing.pages = List.of(Map.of("mine", WANTED), Map.of("other", WANTED));
    index.prepare(many());
    assertThat(read("mine", WANTED)).isEqualTo(WANTED);
    assertThat(listing.calls).hasValue(2);

    index.prepare(List.of(group("mine", WANTED), group("other", WANTED)));

    assertThat(read("mine", WANTED)).isEqualTo(CONFIRMED);
    assertThat(read("other", WANTED)).isEqualTo(CONFIRMED);
    assertThat(listing.calls).as("no more pages").hasValue(2);
    assertThat(read("mine", WANTED)).as("until the next reading").isEqualTo(WANTED);
  }

  @Test
  void hasWhatItBelievedConfirmedByTheServiceBeforeAWrite() {
    listing.pages = List.of(Map.of("mine", WANTED));
    index.list();
    read("mine", WANTED);

    service = Map.of(Tags.OWNER, "there/a/b");
    for (var attempt = 0; attempt < 2; attempt++) {
      assertThat(index.confirmed(group("mine", WANTED).key())).isFalse();
    }
    assertThat(read("mine", WANTED)).as("the service is asked from now on").isEqualTo(service);
    assertThat(index.confirmed(group("mine", WANTED).key())).as("it has said so").isTrue();
  }

  @Test
  void needsNoConfirmationOfWhatTheServiceSaid() {
    listing.pages = List.of(Map.of());
    index.list();
    read("mine", WANTED);
    service = Map.of();

    assertThat(index.confirmed(group("mine", WANTED).key())).isTrue();
    assertThat(index.confirmed(group("never read", WANTED).key())).isTrue();
  }

  @Test
  void anotherTagThanTheOwnersIsNoReasonToDoubt() {
    listing.pages = List.of(Map.of("mine", WANTED));
    index.list();
    read("mine", WANTED);
    service = Map.of(Tags.OWNER, "here/soundbite/staging");

    assertThat(index.confirmed(group("mine", WANTED).key())).isTrue();
  }

  /** An environment may be declared again while the listing is from before its deletion. */
  @Test
  void asksTheServiceOfWhatWasDroppedUntilTheListingIsNew() {
    listing.pages = List.of(Map.of("mine", WANTED));
    index.list();
    read("mine", WANTED);
    service = Map.of(Tags.RETAINED_BY, "here/soundbite/staging");

    index.drop(Set.of(group("mine", WANTED).key()));

    assertThat(read("mine", WANTED)).isEqualTo(service);
    clock.pass(Duration.ofMinutes(4));
    assertThat(read("mine", WANTED)).isEqualTo(service);
    clock.pass(Duration.ofMinutes(1));
    assertThat(read("mine", WANTED)).isEqualTo(WANTED);
  }

  @Test
  void listsNothingOfOthersWhereThereIsOneOwner() {
    listing.pages = List.of(Map.of("mine", WANTED));

    var mine = new TagIndex(listing, Optional.of("here/soundbite/staging"), clock);
    mine.prepare(many());
    mine.read(group("mine", WANTED), "mine", () -> service);
    assertThat(listing.owners).containsExactly("here/soundbite/staging");

    index.list();
    read("mine", WANTED);
    assertThat(listing.owners).as("those of all").isEmpty();
  }

  @Test
  void listsOnceForAllThatIsFoundAndNotWhereNothingIs() {
    listing.pages = List.of(Map.of("mine", WANTED, "other", WANTED));
    index.prepare(many());
    assertThat(listing.calls).as("before anything is found").hasValue(0);

    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 8)
          .forEach(n -> readers.submit(() -> read(n % 2 == 0 ? "mine" : "other", WANTED)));
    }

    assertThat(read("other", WANTED)).isEqualTo(WANTED);
    assertThat(listing.calls).hasValue(1);
  }

  private static List<LogGroup> many() {
    return IntStream.range(0, 10).mapToObj(n -> group("group" + n, WANTED)).toList();
  }

  /** The rest of the listing is none the worse. */
  @ParameterizedTest
  @MethodSource
  void asksTheServiceOfWhatIsListedInPart(ResourceTagMapping part) {
    listing.pages = List.of(Map.of("whole", WANTED));
    listing.parts = List.of(part);
    index.list();

    assertThat(read("mine", WANTED)).isEqualTo(CONFIRMED);
    assertThat(read("whole", WANTED)).isEqualTo(WANTED);
  }

  static Stream<ResourceTagMapping> asksTheServiceOfWhatIsListedInPart() {
    var tags = new ArrayList<>(Listing.sdk(WANTED));
    tags.add(Tag.builder().key("cost-center").build());
    var mine = ResourceTagMapping.builder().resourceARN("mine");
    return Stream.of(
        mine.build(),
        mine.tags(tags).build(),
        mine.tags(Tag.builder().value("42").build()).build(),
        mine.tags(Tag.builder().build()).build(),
        ResourceTagMapping.builder().tags(Listing.sdk(WANTED)).build());
  }

  @Test
  void takesTheLastOfAKeyThatIsListedTwice() {
    var tags = new ArrayList<>(Listing.sdk(Map.of("Project", "another")));
    tags.addAll(Listing.sdk(WANTED));
    listing.pages = List.of(Map.of());
    listing.parts = List.of(ResourceTagMapping.builder().resourceARN("mine").tags(tags).build());
    index.list();

    assertThat(read("mine", WANTED)).isEqualTo(WANTED);
  }

  @Test
  void forgetsWhenTheListingFails() {
    listing.pages = List.of(Map.of("mine", WANTED));
    index.list();
    listing.away = true;
    index.list();

    assertThat(read("mine", WANTED)).isEqualTo(CONFIRMED);
  }

  private Map<String, String> read(String arn, Map<String, String> wanted) {
    return index.read(group(arn, wanted), arn, () -> service);
  }

  private static LogGroup group(String arn, Map<String, String> tags) {
    return new LogGroup(new Key(Stack.API, arn, arn), arn, Optional.of(1), tags);
  }

  /** The tagging API, a page for each map of tags by ARN. */
  private static final class Listing implements ResourceGroupsTaggingApiClient {
    private List<Map<String, Map<String, String>>> pages = List.of();
    private List<ResourceTagMapping> parts = List.of();
    private boolean away;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile List<String> owners = List.of();

    @Override
    public GetResourcesResponse getResources(GetResourcesRequest request) {
      if (away) {
        throw SdkClientException.create("connection refused");
      }
      assertThat(request.tagFilters()).extracting(filter -> filter.key()).containsOnly(Tags.OWNER);
      owners = request.tagFilters().getFirst().values();
      calls.incrementAndGet();
      int page =
          request.paginationToken() == null ? 0 : Integer.parseInt(request.paginationToken());
      var found = new ArrayList<>(parts);
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
