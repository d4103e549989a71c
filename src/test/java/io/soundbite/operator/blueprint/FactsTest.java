package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import io.soundbite.operator.api.v1alpha1.Feature;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from region and features alone. */
class FactsTest {

  @ParameterizedTest
  @CsvSource({
    "us-east-1, aws, amazonaws.com",
    "ap-southeast-2, aws, amazonaws.com",
    "cn-north-1, aws-cn, amazonaws.com.cn",
    "us-gov-west-1, aws-us-gov, amazonaws.com",
    "eusc-de-east-1, aws-eusc, amazonaws.eu",
    "us-iso-east-1, aws-iso, c2s.ic.gov",
    "us-isob-east-1, aws-iso-b, sc2s.sgov.gov",
    "eu-isoe-west-1, aws-iso-e, cloud.adc-e.uk",
    "us-isof-south-1, aws-iso-f, csp.hci.ic.gov"
  })
  void partitionFollowsTheRegion(String region, String partition, String dnsSuffix) {
    assertThat(Facts.partitionOf(region)).isEqualTo(partition);
    assertThat(Facts.dnsSuffixOf(region)).isEqualTo(dnsSuffix);
  }

  @Test
  void theSpecsOwnEndpointGoesBeforeTheOperators() {
    var own = new AwsSpec("us-east-1", null, "http://own", null, null, null, null, null, null);
    var none = new AwsSpec("eu-west-1", null, null, null, null, null, null, null, null);
    var elsewhere = URI.create("http://elsewhere");

    var local = Facts.of(own, "1", "https://issuer", elsewhere, Installation.of("cluster"));
    var redirected =
        Facts.of(
            none,
            "1",
            "issuer",
            elsewhere,
            new Installation(
                "cluster",
                "arn:aws:iam::aws:policy/Any",
                Set.of(),
                null,
                ContainerInsights.CLASSIC));

    assertThat(local.endpoint()).isEqualTo(URI.create("http://own"));
    assertThat(local.podEndpoint()).isEqualTo(URI.create("http://own"));
    assertThat(local.localStack()).isTrue();
    assertThat(local.issuer()).isEqualTo("issuer");
    assertThat(redirected.endpoint()).isEqualTo(elsewhere);
    assertThat(redirected.localStack()).isFalse();
    assertThat(redirected.region()).isEqualTo("eu-west-1");
    assertThat(redirected.permissionsBoundary()).isEqualTo("arn:aws:iam::aws:policy/Any");
  }

  /** IAM takes no other account's. */
  @Test
  void aBoundaryThatIsNamedIsEachAccountsOwn() {
    var aws = new AwsSpec("cn-north-1", null, null, null, null, null, null, null, null);

    assertThat(
            Facts.of(
                    aws,
                    "1",
                    "issuer",
                    null,
                    new Installation("cluster", "bound", Set.of(), null, ContainerInsights.CLASSIC))
                .permissionsBoundary())
        .isEqualTo("arn:aws-cn:iam::1:policy/bound");
    assertThat(Facts.of(aws, "1", "issuer", null, Installation.of("cluster")).permissionsBoundary())
        .isNull();
  }

  @Test
  void featuresChooseTheAutoscalersNumbers() {
    assertThat(Bounds.of(Set.of(Feature.BASIC))).isEqualTo(new Bounds(1, 2));
    assertThat(Bounds.of(Set.of(Feature.FULL))).isEqualTo(new Bounds(2, 4));
    assertThat(Bounds.of(Set.of(Feature.FULL, Feature.SCALING))).isEqualTo(new Bounds(2, 10));
    assertThat(Bounds.of(Set.of(Feature.BASIC, Feature.SCALING))).isEqualTo(new Bounds(2, 10));
  }

  @Test
  void sizesAreKeptWithinTheBounds() {
    var bounds = new Bounds(2, 10);

    assertThat(bounds.clamp(0)).isEqualTo(2);
    assertThat(bounds.clamp(7)).isEqualTo(7);
    assertThat(bounds.clamp(11)).isEqualTo(10);
  }
}
