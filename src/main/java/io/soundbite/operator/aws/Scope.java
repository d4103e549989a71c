package io.soundbite.operator.aws;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where AWS calls go and as whom they are made. Caches and snapshots are keyed by it, so that what
 * one credential sees is never shown to another.
 *
 * @param endpoint null on AWS
 * @param credentials as whom
 */
public record Scope(String region, @Nullable URI endpoint, Credentials credentials) {

  /** Where the calls go, whoever makes them. */
  Site site() {
    return new Site(
        region, endpoint, credentials instanceof Credentials.Dummy tenant ? tenant : null);
  }

  /** Names the endpoint for people. */
  String place() {
    return endpoint == null ? "AWS in " + region : endpoint.toString();
  }

  /** The same in another region. */
  public Scope in(String otherRegion) {
    return new Scope(otherRegion, endpoint, credentials);
  }

  /** The one environment that calls as {@code credentials}; empty where there may be others. */
  Optional<String> onlyOwner() {
    return credentials instanceof Credentials.Role(var arn, var externalId)
        ? Optional.of(externalId)
        : Optional.empty();
  }

  /** Whose credentials sign the calls. */
  public sealed interface Credentials {
    /** The operator's own, from its environment (IRSA, Pod Identity, variables). */
    record Operator() implements Credentials {}

    /**
     * A role in another account.
     *
     * @param externalId the environment that assumes it, which the role's trust policy names
     */
    record Role(String arn, String externalId) implements Credentials {
      /** The account that the role is in: {@code arn:<partition>:iam::<account>:role/<name>}. */
      public String account() {
        return arn.split(":", 6)[4];
      }
    }

    /**
     * Fixed dummies, for endpoints named by an environment: never the operator's.
     *
     * @param local whether the endpoint may be at an address of the operator's own host or node,
     *     which the grants must name
     */
    record Dummy(boolean local) implements Credentials {}
  }
}
