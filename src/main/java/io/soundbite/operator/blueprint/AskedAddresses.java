package io.soundbite.operator.blueprint;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The e-mail addresses that a topic was told to ask for confirmation, as one of its tags. SNS
 * forgets an address that does not confirm within two days, and one that unsubscribes by the link
 * in a mail; without the tag each would look as if it had never been asked, and get another mail.
 *
 * @param digests of the addresses, eight hexadecimal digits each: twenty of them fit into the 256
 *     characters of a tag, and tags show no addresses
 * @see <a
 *     href="https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html">Deleting
 *     a subscription</a>
 */
public record AskedAddresses(Set<String> digests) {
  /** Key of the tag. */
  public static final String TAG = "soundbite.io/asked-addresses";

  private static final int DIGITS = 8;

  public AskedAddresses {
    digests = Set.copyOf(digests);
  }

  /** All of {@code addresses}. */
  public static AskedAddresses of(Set<String> addresses) {
    return new AskedAddresses(
        addresses.stream().map(AskedAddresses::digest).collect(Collectors.toSet()));
  }

  /** Reads the value of the tag; what is no digest in it is no address's. */
  public static AskedAddresses parse(String value) {
    return new AskedAddresses(
        Arrays.stream(value.split(" ", -1))
            .filter(it -> !it.isEmpty())
            .collect(Collectors.toSet()));
  }

  /** Whether {@code address} was asked. */
  public boolean contains(String address) {
    return digests.contains(digest(address));
  }

  /** The value of the tag. */
  public String value() {
    return String.join(" ", new TreeSet<>(digests));
  }

  private static String digest(String address) {
    return Hash.of(Tree.of(address)).substring(0, DIGITS);
  }
}
