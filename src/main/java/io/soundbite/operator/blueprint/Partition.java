package io.soundbite.operator.blueprint;

import java.util.List;

/**
 * A group of AWS regions with its own accounts and ARNs.
 *
 * @param regions how the names of its regions begin
 * @see <a
 *     href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html">Partitions</a>
 */
record Partition(String id, String dnsSuffix, String regions) {
  private static final List<Partition> OTHERS =
      List.of(
          new Partition("aws-cn", "amazonaws.com.cn", "cn-"),
          new Partition("aws-us-gov", "amazonaws.com", "us-gov-"),
          new Partition("aws-eusc", "amazonaws.eu", "eusc-"),
          new Partition("aws-iso", "c2s.ic.gov", "us-iso-"),
          new Partition("aws-iso-b", "sc2s.sgov.gov", "us-isob-"),
          new Partition("aws-iso-e", "cloud.adc-e.uk", "eu-isoe-"),
          new Partition("aws-iso-f", "csp.hci.ic.gov", "us-isof-"));
  private static final Partition COMMERCIAL = new Partition("aws", "amazonaws.com", "");

  /** The partition of {@code region}; the commercial one unless the name says otherwise. */
  static Partition of(String region) {
    return OTHERS.stream()
        .filter(partition -> region.startsWith(partition.regions()))
        .findFirst()
        .orElse(COMMERCIAL);
  }
}
