package io.soundbite.operator.aws;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** The end of the time for a call, however slowly an answer drips. */
final class Deadline {
  private final Duration time;
  private final long end;

  /**
   * @param time from now on
   */
  Deadline(Duration time) {
    this.time = time;
    this.end = System.nanoTime() + time.toNanos();
  }

  /**
   * Returns what is left, in milliseconds.
   *
   * @throws SocketTimeoutException when nothing is
   */
  int millis() throws SocketTimeoutException {
    var left = (end - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException(
          "the endpoint did not answer completely within %d s".formatted(time.toSeconds()));
    }
    return Math.toIntExact(left);
  }

  /** What {@code socket} receives until then. */
  InputStream input(Socket socket) throws IOException {
    return new BufferedInputStream(
        new FilterInputStream(socket.getInputStream()) {
          @Override
          public int read() throws IOException {
            socket.setSoTimeout(millis());
            return super.read();
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            socket.setSoTimeout(millis());
            return super.read(bytes, from, length);
          }
        });
  }
}
