package io.soundbite.operator.controller;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An address of its own for an endpoint. Connections to it can be refused for a while, as when the
 * endpoint is down, though the endpoint itself stays up for everybody else.
 */
final class Forwarder implements AutoCloseable {
  private final URI target;
  private final int port;

  /** What has the port: a listener, or a socket that only keeps others from taking it. */
  private Closeable holder;

  /** Forwards to {@code target} from now on. */
  Forwarder(URI target) {
    this.target = target;
    try {
      var listener = listen(0);
      this.port = listener.socket().getLocalPort();
      this.holder = listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the target is reached through this. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Breaks every connection and refuses new ones: nothing listens any more. */
  void refuse() throws IOException {
    holder.close();
    var bound = new Socket();
    bound.setReuseAddress(true);
    bound.bind(address(port));
    holder = bound;
  }

  /** Forwards again, at the same port. */
  void forward() throws IOException {
    holder.close();
    holder = listen(port);
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }

  private Listener listen(int at) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(address(at));
    return new Listener(socket, Thread.ofVirtual().name("forwarder").start(() -> accept(socket)));
  }

  private void accept(ServerSocket listener) {
    Set<Socket> callers = ConcurrentHashMap.newKeySet();
    try (listener) {
      while (true) {
        var caller = listener.accept();
        callers.add(caller);
        Thread.ofVirtual().name("forwarded").start(() -> join(caller, callers));
      }
    } catch (IOException e) {
      callers.forEach(Forwarder::drop); // the listener was closed
    }
  }

  private void join(Socket caller, Set<Socket> callers) {
    try (caller;
        var endpoint = new Socket(target.getHost(), target.getPort())) {
      var answers = Thread.ofVirtual().name("answers").start(() -> copy(endpoint, caller));
      copy(caller, endpoint);
      answers.join();
    } catch (IOException e) {
      // the caller sees a broken connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      callers.remove(caller);
    }
  }

  /** Whichever side ends first ends both. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // closed at either side, or dropped
    }
  }

  /** Its port is free only when the thread that accepts has let go. */
  private record Listener(ServerSocket socket, Thread thread) implements Closeable {
    @Override
    public void close() throws IOException {
      socket.close();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void drop(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
