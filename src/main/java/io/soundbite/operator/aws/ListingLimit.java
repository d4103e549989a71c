package io.soundbite.operator.aws;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Keeps a listing from going on for ever: of pages that follow each other by their tokens there are
 * only so many, of limited size together, within limited time. What goes beyond is a failed call.
 */
final class ListingLimit implements ExecutionInterceptor {
  static final int PAGES = 200;
  static final long BYTES = 16L << 20;
  static final Duration TIME = Duration.ofMinutes(1);

  /** Listings under way at once; of one that is forgotten the count begins again. */
  private static final int LISTINGS = 1_000;

  /** What requests call the token of the page that they ask for. */
  private static final List<String> ASKED =
      List.of(
          "nexttoken", "paginationtoken", "marker", "continuationtoken", "exclusivestarttablename");

  /** What answers call the token of the next page. */
  private static final List<String> NEXT =
      List.of(
          "nexttoken",
          "paginationtoken",
          "nextmarker",
          "nextcontinuationtoken",
          "lastevaluatedtablename",
          "marker",
          "continuationtoken");

  /**
   * Pages read so far.
   *
   * @param began when the first was
   */
  private record Listing(int pages, long bytes, long began) {
    Listing with(long more) {
      return new Listing(pages + 1, bytes + more, began);
    }
  }

  private final LongSupplier nanos;
  private final EndpointBackoff backoff;
  private final Map<String, Listing> listings = BoundedMap.of(LISTINGS);

  /**
   * @param nanos a clock that only its differences count of
   * @param backoff is told of endpoints whose listings go beyond
   */
  ListingLimit(LongSupplier nanos, EndpointBackoff backoff) {
    this.nanos = nanos;
    this.backoff = backoff;
  }

  @Override
  public void afterUnmarshalling(Context.AfterUnmarshalling context, ExecutionAttributes call) {
    var next = token(context.response(), NEXT);
    if (next.isEmpty()) {
      return;
    }
    var asked = token(context.request(), ASKED);
    var operation = CallName.action(call);
    if (next.equals(asked)) {
      throw failure(context, operation, "names the page that it answered as the next one");
    }
    var bytes =
        context
            .httpResponse()
            .firstMatchingHeader("content-length")
            .map(Long::parseLong)
            .orElse(0L);
    var listing =
        asked
            .flatMap(token -> taken(operation, token))
            .orElseGet(() -> new Listing(0, 0, nanos.getAsLong()))
            .with(bytes);
    check(context, operation, listing);
    put(operation, next.get(), listing);
  }

  private void check(Context.AfterUnmarshalling context, String operation, Listing listing) {
    if (listing.pages() >= PAGES) {
      throw failure(context, operation, "goes on after %d pages".formatted(PAGES));
    }
    if (listing.bytes() > BYTES) {
      throw failure(context, operation, "goes on after %d MiB".formatted(BYTES >> 20));
    }
    if (nanos.getAsLong() - listing.began() > TIME.toNanos()) {
      throw failure(context, operation, "goes on after %d s".formatted(TIME.toSeconds()));
    }
  }

  private SdkClientException failure(
      Context.AfterUnmarshalling context, String operation, String why) {
    var reason = "the endpoint's listing of %s %s; it was given up".formatted(operation, why);
    return SdkClientException.create(backoff.exceeded(context.httpRequest(), reason).getMessage());
  }

  private synchronized Optional<Listing> taken(String operation, String token) {
    return Optional.ofNullable(listings.remove(key(operation, token)));
  }

  private synchronized void put(String operation, String token, Listing listing) {
    listings.put(key(operation, token), listing);
  }

  /** Tokens may be long: of two with the same hash, which is rare, one count begins again. */
  private static String key(String operation, String token) {
    return operation + " " + token.length() + " " + token.hashCode();
  }

  private static Optional<String> token(SdkPojo message, List<String> names) {
    return names.stream()
        .flatMap(
            name ->
                message.sdkFields().stream()
                    .filter(it -> it.memberName().equalsIgnoreCase(name))
                    .map(it -> it.getValueOrDefault(message)))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(it -> !it.isEmpty())
        .findFirst();
  }
}
