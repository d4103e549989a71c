package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.LocalAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.conn.BasicHttpClientConnectionManager;
import org.apache.http.impl.conn.ManagedHttpClientConnectionFactory;
import org.apache.http.impl.entity.StrictContentLengthStrategy;
import org.apache.http.impl.io.DefaultHttpResponseParserFactory;

/**
 * Connections to endpoints that tenants name: to addresses that were checked, with answers that are
 * HTTP from their first line on and have a head of limited size.
 */
final class CheckedConnections {
  private static final ConnectionConfig LIMITED_HEAD =
      ConnectionConfig.custom()
          .setMessageConstraints(
              MessageConstraints.custom().setMaxLineLength(8 << 10).setMaxHeaderCount(100).build())
          .build();

  private static final ManagedHttpClientConnectionFactory STRICT =
      new ManagedHttpClientConnectionFactory(
          null,
          DefaultHttpResponseParserFactory.INSTANCE,
          StrictContentLengthStrategy.INSTANCE,
          null);

  private final boolean local;
  private final SocketConfig socket;
  private final Registry<ConnectionSocketFactory> sockets;

  /**
   * @param local whether addresses of the operator's own host or node may be called
   * @param millis how long a handshake may be silent
   * @param tls trusts whom the operator trusts
   */
  CheckedConnections(boolean local, int millis, SSLSocketFactory tls) {
    this.local = local;
    this.socket = SocketConfig.custom().setSoTimeout(millis).build();
    this.sockets =
        RegistryBuilder.<ConnectionSocketFactory>create()
            .register("http", PlainConnectionSocketFactory.getSocketFactory())
            .register("https", new SSLConnectionSocketFactory(tls, new DefaultHostnameVerifier()))
            .build();
  }

  /** Returns what makes one connection, for one call. */
  HttpClientConnectionManager one() {
    var one = new BasicHttpClientConnectionManager(sockets, STRICT, null, this::addresses);
    one.setConnectionConfig(LIMITED_HEAD);
    one.setSocketConfig(socket);
    return one;
  }

  private InetAddress[] addresses(String host) throws UnknownHostException {
    var addresses = InetAddress.getAllByName(host);
    var refused = Stream.of(addresses).filter(it -> !local && LocalAddress.is(it)).findFirst();
    if (refused.isPresent()) {
      throw new UnknownHostException(
          ("the endpoint's host %s is at %s, an address of the operator's own host or network"
                  + " link; it is called only where the operator's grants name that address")
              .formatted(host, refused.get().getHostAddress()));
    }
    return addresses;
  }
}
