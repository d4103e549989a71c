package io.soundbite.operator.aws;

import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The SDK's clients for one {@link Scope}, made when first asked for. The SDK's own retries are
 * off: the engine retries, with jitter, and shows it.
 */
public final class AwsClients implements SdkAutoCloseable {
  private final Scope scope;
  private final AwsCredentialsProvider operatorCredentials;
  private final List<ExecutionInterceptor> interceptors;
  private final Connections connections;
  private final ConcurrentMap<Class<?>, SdkAutoCloseable> clients = new ConcurrentHashMap<>();

  /**
   * @param interceptors rate limits and metrics, applied to every call
   */
  public AwsClients(Scope scope, List<ExecutionInterceptor> interceptors) {
    this(scope, interceptors, DefaultCredentialsProvider.builder().build());
  }

  /**
   * @param operatorCredentials what {@link Scope.Credentials.Operator} stands for
   */
  public AwsClients(
      Scope scope,
      List<ExecutionInterceptor> interceptors,
      AwsCredentialsProvider operatorCredentials) {
    this(scope, interceptors, operatorCredentials, new Connections());
    clients.put(Connections.class, connections); // not shared: closed with the clients
  }

  /**
   * @param connections shared with other clients, and left open by these
   */
  AwsClients(
      Scope scope,
      List<ExecutionInterceptor> interceptors,
      AwsCredentialsProvider operatorCredentials,
      Connections connections) {
    this.scope = scope;
    this.operatorCredentials = operatorCredentials;
    this.interceptors = Stream.concat(interceptors.stream(), limits(scope)).toList();
    this.connections = connections;
  }

  /** What is at a tenant's endpoint may answer without end. */
  private static Stream<ExecutionInterceptor> limits(Scope scope) {
    return scope.credentials() instanceof Scope.Credentials.Dummy
        ? Stream.of(new ListingLimit(System::nanoTime))
        : Stream.empty();
  }

  /** Where these clients call. */
  public Scope scope() {
    return scope;
  }

  public DynamoDbClient dynamoDb() {
    return client(DynamoDbClient.class, DynamoDbClient.builder());
  }

  /**
   * Path-style at an endpoint, where bucket names are not host names. On AWS a bucket that turns
   * out to be in another region is looked up there, so that it is seen as what it is.
   */
  public S3Client s3() {
    var atEndpoint = scope.endpoint() != null;
    return client(
        S3Client.class,
        S3Client.builder().forcePathStyle(atEndpoint).crossRegionAccessEnabled(!atEndpoint));
  }

  public SqsClient sqs() {
    return client(SqsClient.class, SqsClient.builder());
  }

  public SnsClient sns() {
    return client(SnsClient.class, SnsClient.builder());
  }

  public EcrClient ecr() {
    return client(EcrClient.class, EcrClient.builder());
  }

  public IamClient iam() {
    return client(IamClient.class, IamClient.builder());
  }

  public CloudWatchClient cloudWatch() {
    return client(CloudWatchClient.class, CloudWatchClient.builder());
  }

  public CloudWatchLogsClient logs() {
    return client(CloudWatchLogsClient.class, CloudWatchLogsClient.builder());
  }

  public ResourceGroupsTaggingApiClient tagging() {
    return client(ResourceGroupsTaggingApiClient.class, ResourceGroupsTaggingApiClient.builder());
  }

  public ServiceQuotasClient serviceQuotas() {
    return client(ServiceQuotasClient.class, ServiceQuotasClient.builder());
  }

  public StsClient sts() {
    return client(StsClient.class, StsClient.builder());
  }

  @Override
  public void close() {
    clients.values().forEach(SdkAutoCloseable::close);
  }

  private <
          C extends SdkAutoCloseable, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>>
      C client(Class<C> type, B builder) {
    var credentials = credentials(); // outside the lambda: it may fill the same map
    return type.cast(
        clients.computeIfAbsent(
            type, any -> configured(builder).credentialsProvider(credentials).build()));
  }

  private <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> B configured(
      B builder) {
    var overrides =
        ClientOverrideConfiguration.builder()
            .retryStrategy(AwsRetryStrategy.doNotRetry())
            .apiCallTimeout(Connections.CALL)
            .scheduledExecutorService(connections.timeouts())
            .addExecutionInterceptor(new CallName());
    interceptors.forEach(overrides::addExecutionInterceptor);
    builder
        .region(Region.of(scope.region()))
        .httpClient(connections.http(scope))
        .overrideConfiguration(overrides.build());
    @Nullable URI endpoint = scope.endpoint();
    return endpoint == null ? builder : builder.endpointOverride(endpoint);
  }

  private AwsCredentialsProvider credentials() {
    return switch (scope.credentials()) {
      case Scope.Credentials.Operator() -> operatorCredentials;
      case Scope.Credentials.Dummy any ->
          StaticCredentialsProvider.create(AwsBasicCredentials.create("000000000000", "dummy"));
      case Scope.Credentials.Role(var arn, var externalId) ->
          ((Assumed) clients.computeIfAbsent(Assumed.class, any -> assume(arn, externalId)))
              .provider();
    };
  }

  /**
   * A role's credentials.
   *
   * @param sts asks for them, as the operator
   */
  private record Assumed(StsClient sts, StsAssumeRoleCredentialsProvider provider)
      implements SdkAutoCloseable {
    @Override
    public void close() {
      provider.close();
      sts.close();
    }
  }

  private Assumed assume(String arn, String externalId) {
    var sts = configured(StsClient.builder()).credentialsProvider(operatorCredentials).build();
    return new Assumed(
        sts,
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(
                request ->
                    request
                        .roleArn(arn)
                        .externalId(externalId)
                        .roleSessionName("soundbite-operator"))
            .build());
  }
}
