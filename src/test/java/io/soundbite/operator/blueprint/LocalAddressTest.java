package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "169.254.170.2",
        "255.255.255.255",
        "224.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "2002:7f00:1::1",
        "ff02::1"
      })
  void isLocal(String address) {
    assertThat(LocalAddress.is(InetAddress.ofLiteral(address))).isTrue();
    assertThat(LocalAddress.isNamedBy(address.contains(":") ? "[" + address + "]" : address))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "192.168.1.1",
        "52.94.5.1",
        "2600:1f00::1",
        "fd00::1",
        "fd00:ec3::1",
        "64:ff9b::10.0.0.1",
        "2002:a00:1::1"
      })
  void isNotLocal(String address) {
    assertThat(LocalAddress.is(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST.",
        "aws.localhost",
        "2130706433",
        "127.1",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "0xa9fea9fe",
        "2852039166",
        "0"
      })
  void isNamedByItsOtherForms(String host) {
    assertThat(LocalAddress.isNamedBy(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localstack.team-a", "localhost.example.com", "127.0.0.1.example.com"})
  void isNotNamedByAnyOtherName(String host) {
    assertThat(LocalAddress.isNamedBy(host)).isFalse();
  }
}
