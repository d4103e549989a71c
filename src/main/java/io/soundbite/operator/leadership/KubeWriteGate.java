package io.soundbite.operator.leadership;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.soundbite.operator.leadership.LeaseTerm.Moment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sees every request to the API server as it is sent. Writes pass the {@link WriteGate}; requests
 * for the lease tell {@link Leadership} what it goes by, whichever library makes them.
 *
 * <p>The client must not retry by itself: what is refused on a retry would never be answered.
 */
public final class KubeWriteGate implements Interceptor {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  /** What is posted there is a question, and nothing is kept. */
  private static final List<String> REVIEWS =
      List.of("/apis/authorization.k8s.io/", "/apis/authentication.k8s.io/");

  private final LeasePath lease;
  private final Leadership leadership;
  private final WriteGate gate;
  private final LeaseSightings sightings;
  private volatile @Nullable Renewal renewal;

  private record Renewal(UUID request, Moment start) {}

  /** One that takes requests at {@code lease} for those of the election. */
  public KubeWriteGate(LeasePath lease, Leadership leadership, WriteGate gate) {
    this.lease = lease;
    this.leadership = leadership;
    this.gate = gate;
    this.sightings = leadership.sightings();
  }

  /** Called for each attempt, last before it is sent. */
  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    if (lease.isOf(request)) {
      leadership.asked();
      if (isRead(request)) {
        return new RestatedLease(consumer, sightings);
      }
      hold(request);
    } else if (!isRead(request) && !gate.begin(request.id())) {
      throw new NotLeadingException();
    }
    return consumer;
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    gate.ended(request.id());
    var pending = renewal;
    if (pending != null && pending.request().equals(request.id()) && response.isSuccessful()) {
      leadership.renewed(pending.start());
    }
  }

  /** A renewal counts from the time that it writes, since others count from there. */
  private void hold(HttpRequest request) {
    var renewTime = LeasePath.renewTime(request);
    if (renewTime.isPresent()) {
      if (!leadership.mayHold()) {
        throw new NotLeadingException();
      }
      renewal = new Renewal(request.id(), leadership.at(renewTime.get()));
    }
  }

  private static boolean isRead(HttpRequest request) {
    return READS.contains(request.method())
        || REVIEWS.stream().anyMatch(request.uri().getPath()::startsWith);
  }
}
