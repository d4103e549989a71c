package io.soundbite.operator.leadership;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands the answer about a Lease on once it is whole, restated by {@link LeaseSightings}. */
final class RestatedLease implements AsyncBody.Consumer<List<ByteBuffer>> {
  private final AsyncBody.Consumer<List<ByteBuffer>> reader;
  private final LeaseSightings sightings;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  /**
   * @param reader whom the answer is for
   */
  RestatedLease(AsyncBody.Consumer<List<ByteBuffer>> reader, LeaseSightings sightings) {
    this.reader = reader;
    this.sightings = sightings;
  }

  @Override
  public void consume(List<ByteBuffer> part, AsyncBody body) throws Exception {
    for (var buffer : part) {
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      received.writeBytes(bytes);
    }
    var text = received.toString(StandardCharsets.UTF_8);
    try {
      handOn(sightings.restated(text), body);
    } catch (JsonEOFException e) {
      body.consume(); // the rest of it
    } catch (JsonProcessingException e) {
      handOn(text, body);
    }
  }

  private void handOn(String text, AsyncBody body) throws Exception {
    received.reset();
    reader.consume(List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))), body);
  }

  @Override
  public <U> @Nullable U unwrap(Class<U> target) {
    return reader.unwrap(target);
  }
}
