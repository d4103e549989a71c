package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The operator's death as the API server sees it: at one write, before it is sent or when its
 * answer is there. No request follows.
 */
final class KubeDeath implements Interceptor {
  private final Moment moment;
  private final CountDownLatch dead = new CountDownLatch(1);
  private volatile boolean ready;

  /** On which side of a write to die. */
  enum Side {
    BEFORE,
    AFTER
  }

  /**
   * When to die.
   *
   * @param name for people
   * @param first a step that must have been recorded before; empty text for none
   * @param kind plural of the kind written, or {@code status}
   * @param text what the write holds
   */
  record Moment(String name, String first, Side side, String kind, String text) {
    boolean isBegun(HttpRequest request) {
      return first.isEmpty() || isStatus(request, first);
    }

    boolean isAt(HttpRequest request) {
      return kind.equals("status")
          ? isStatus(request, text)
          : List.of("PATCH", "POST").contains(request.method())
              && request.uri().getPath().contains("/" + kind)
              && !request.uri().getPath().endsWith("/status")
              && request.bodyString() != null
              && request.bodyString().contains(text);
    }

    private static boolean isStatus(HttpRequest request, String step) {
      return request.method().equals("PATCH")
          && request.uri().getPath().endsWith("/status")
          && request.bodyString() != null
          && request.bodyString().contains("\"step\":\"" + step + "\"");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  KubeDeath(Moment moment) {
    this.moment = moment;
  }

  /** Waits for it. */
  boolean await(long seconds) throws InterruptedException {
    return dead.await(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (ready && moment.side() == Side.BEFORE && moment.isAt(request)) {
      dead.countDown();
    }
    if (moment.isBegun(request)) {
      ready = true;
    }
    if (dead.getCount() == 0) {
      throw new KubernetesClientException("the operator is dead");
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (ready && moment.side() == Side.AFTER && moment.isAt(request)) {
      dead.countDown();
    }
  }
}
