package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final String ROLE = "arn:aws:iam::111111111111:role/";
  private static final String READ = "sqs:GetQueueAttributes";
  private static final Scope.Credentials OWN = new Scope.Credentials.Operator();
  private static final Scope LOCAL = new Scope("us-east-1", URI.create("http://localhost:1"), OWN);

  private final RateLimits limits = new RateLimits(new CallMeter(new SimpleMeterRegistry()), 0);

  @Test
  void allWhoCallIntoOneAccountShareOne() {
    assertThat(
            Stream.of(
                    role("soundbite", "c/a/staging"),
                    role("soundbite", "c/b/staging"),
                    role("b", ""))
                .map(it -> limits.of(new Scope("us-east-1", null, it), READ))
                .distinct())
        .singleElement()
        .satisfies(it -> assertThat(it).isPresent());
  }

  @Test
  void anotherAccountOrRegionHasItsOwn() {
    assertThat(
            Stream.of(
                    new Scope("us-east-1", null, role("soundbite", "any")),
                    new Scope("eu-west-1", null, role("soundbite", "any")),
                    new Scope(
                        "us-east-1",
                        null,
                        new Scope.Credentials.Role("arn:aws:iam::222222222222:role/b", "any")),
                    new Scope("us-east-1", null, OWN))
                .map(scope -> limits.of(scope, READ)))
        .doesNotHaveDuplicates();
  }

  @Test
  void isOffAtAnEndpoint() {
    assertThat(limits.of(LOCAL, READ)).isEmpty();
  }

  @Test
  void limitsAnEndpointWhereItsRatesAreSet() {
    var limited = new RateLimits(new CallMeter(new SimpleMeterRegistry()), 10);

    assertThat(limited.of(LOCAL, READ))
        .isPresent()
        .isNotEqualTo(limited.of(new Scope("us-east-1", null, OWN), READ));
  }

  @Test
  void iamCountsTheCallsFromAllRegions() {
    var here = new Scope("us-east-1", null, OWN);
    var there = new Scope("eu-west-1", null, OWN);

    assertThat(limits.of(here, "iam:GetRole")).isEqualTo(limits.of(there, "iam:CreateRole"));
    assertThat(limits.of(here, "iam:GetRole")).isNotEqualTo(limits.of(here, READ));
    limits.retain(Set.of(here));
    assertThat(limits.of(here, "iam:GetRole")).isEqualTo(limits.of(there, "iam:GetRole"));
  }

  @Test
  void isForgottenWithTheLastScopeOfItsAccount() {
    var first = new Scope("us-east-1", null, role("soundbite", "c/a/staging"));
    var second = new Scope("us-east-1", null, role("soundbite", "c/b/staging"));
    var limit = limits.of(first, READ);

    limits.retain(Set.of(second));
    assertThat(limits.of(second, READ)).as("of the other's account").isEqualTo(limit);

    limits.retain(Set.of());
    assertThat(limits.of(first, READ)).isNotEqualTo(limit);
  }

  private static Scope.Credentials role(String name, String externalId) {
    return new Scope.Credentials.Role(ROLE + name, externalId);
  }
}
