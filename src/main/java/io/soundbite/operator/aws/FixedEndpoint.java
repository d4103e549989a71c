package io.soundbite.operator.aws;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.services.s3control.S3ControlClientBuilder;
import software.amazon.awssdk.services.s3control.endpoints.S3ControlEndpointParams;
import software.amazon.awssdk.services.s3control.endpoints.S3ControlEndpointProvider;

/**
 * The endpoint of a site as it is. The SDK would put the account before the host name, which makes
 * it another host, and none where it is an address.
 */
record FixedEndpoint(URI endpoint) implements S3ControlEndpointProvider {

  /** Returns {@code builder} with the endpoint of {@code site}, if it has one of its own. */
  static S3ControlClientBuilder of(Site site, S3ControlClientBuilder builder) {
    @Nullable URI endpoint = site.endpoint();
    return endpoint == null ? builder : builder.endpointProvider(new FixedEndpoint(endpoint));
  }

  @Override
  public CompletableFuture<Endpoint> resolveEndpoint(S3ControlEndpointParams any) {
    return CompletableFuture.completedFuture(Endpoint.builder().url(endpoint).build());
  }
}
