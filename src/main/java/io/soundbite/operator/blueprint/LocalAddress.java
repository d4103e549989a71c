package io.soundbite.operator.blueprint;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tells which addresses are the operator's own machine's or node's: loopback, link-local, where
 * clouds serve the credentials of a machine, and forms that lead there. A tenant has no business at
 * them.
 *
 * @see <a
 *     href="https://www.iana.org/assignments/iana-ipv6-special-registry/iana-ipv6-special-registry.xhtml">Special
 *     addresses</a>
 */
public final class LocalAddress {
  private static final String LOCALHOST = "localhost";

  /** {@code 64:ff9b::/96}: the last four bytes are an address of IPv4. */
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b};

  /** {@code fd00:ec2::/32}: metadata, credentials of pods, time and names on EC2 and EKS. */
  private static final byte[] EC2 = {(byte) 0xfd, 0, 0x0e, (byte) 0xc2};

  private LocalAddress() {}

  /** Whether {@code address} is one. */
  public static boolean is(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || switch (address) {
          case Inet4Address four -> isOfThisHost(four);
          case Inet6Address six -> begins(six, EC2) || embedded(six).anyMatch(LocalAddress::is);
          default -> false;
        };
  }

  /** Whether {@code host}, of a URL, says so itself, without being looked up. */
  public static boolean isNamedBy(String host) {
    var name = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|\\]$|\\.$", "");
    return name.equals(LOCALHOST)
        || name.endsWith("." + LOCALHOST)
        || Stream.<Function<String, InetAddress>>of(
                InetAddress::ofLiteral, Inet4Address::ofPosixLiteral)
            .flatMap(form -> read(form, name).stream())
            .anyMatch(LocalAddress::is);
  }

  private static Optional<InetAddress> read(Function<String, InetAddress> form, String text) {
    try {
      return Optional.of(form.apply(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** {@code 0.0.0.0/8} is this host, and {@code 255.255.255.255} everyone on this network. */
  private static boolean isOfThisHost(Inet4Address address) {
    var bytes = address.getAddress();
    return bytes[0] == 0 || List.of(bytes[0], bytes[3]).equals(List.of((byte) -1, (byte) -1));
  }

  /** Addresses of IPv4 that gateways and kernels read out of one of IPv6. */
  private static Stream<InetAddress> embedded(Inet6Address address) {
    var bytes = address.getAddress();
    if (begins(address, NAT64) || address.isIPv4CompatibleAddress()) {
      return Stream.of(four(bytes, 12));
    }
    return bytes[0] == 0x20 && bytes[1] == 0x02 ? Stream.of(four(bytes, 2)) : Stream.empty();
  }

  private static InetAddress four(byte[] bytes, int from) {
    return InetAddress.ofLiteral(
        "%d.%d.%d.%d"
            .formatted(
                bytes[from] & 0xff,
                bytes[from + 1] & 0xff,
                bytes[from + 2] & 0xff,
                bytes[from + 3] & 0xff));
  }

  private static boolean begins(InetAddress address, byte[] prefix) {
    return Arrays.equals(address.getAddress(), 0, prefix.length, prefix, 0, prefix.length);
  }
}
