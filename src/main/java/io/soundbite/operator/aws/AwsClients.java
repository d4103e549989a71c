package io.soundbite.operator.aws;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The SDK's clients as one {@link Scope} calls them. Scopes of one region and endpoint share what
 * the SDK holds for a client; credentials come with each call.
 */
public final class AwsClients implements SdkAutoCloseable {
  private static final String SESSION = "soundbite-operator";

  private final Scope scope;
  private final SdkClients sdk;
  private final ScopedCalls calls;
  private final ConcurrentMap<Class<?>, SdkClient> clients = new ConcurrentHashMap<>();

  /** Closed with these: the scope's own. */
  private final Queue<SdkAutoCloseable> own = new ConcurrentLinkedQueue<>();

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
  }

  private AwsClients(
      Scope scope,
      List<ExecutionInterceptor> interceptors,
      AwsCredentialsProvider operatorCredentials,
      Connections connections) {
    this(scope, new SdkClients(scope.site(), interceptors, connections), operatorCredentials);
    own.add(sdk);
    own.add(connections);
  }

  /**
   * @param sdk shared with other scopes, and left open by this one
   */
  AwsClients(Scope scope, SdkClients sdk, AwsCredentialsProvider operatorCredentials) {
    this.scope = scope;
    this.sdk = sdk;
    this.calls = new ScopedCalls(scope, credentials(operatorCredentials));
  }

  /** Where these clients call. */
  public Scope scope() {
    return scope;
  }

  public DynamoDbClient dynamoDb() {
    return client(DynamoDbClient.class, DynamoDbClient::builder);
  }

  /**
   * Path-style at an endpoint, where bucket names are not host names. On AWS a bucket that turns
   * out to be in another region is looked up there, so that it is seen as what it is; a client that
   * remembers where buckets are is the scope's own.
   */
  public S3Client s3() {
    return scope.endpoint() == null
        ? (S3Client) clients.computeIfAbsent(S3Client.class, any -> ownS3())
        : client(S3Client.class, () -> S3Client.builder().forcePathStyle(true));
  }

  private S3Client ownS3() {
    var s3 = sdk.made(S3Client.builder().crossRegionAccessEnabled(true));
    own.add(s3);
    return calls.on(S3Client.class, s3);
  }

  public S3ControlClient s3Control() {
    return client(
        S3ControlClient.class, () -> FixedEndpoint.of(scope.site(), S3ControlClient.builder()));
  }

  public SqsClient sqs() {
    return client(SqsClient.class, SqsClient::builder);
  }

  public SnsClient sns() {
    return client(SnsClient.class, SnsClient::builder);
  }

  public EcrClient ecr() {
    return client(EcrClient.class, EcrClient::builder);
  }

  public EksClient eks() {
    return client(EksClient.class, EksClient::builder);
  }

  public IamClient iam() {
    return client(IamClient.class, IamClient::builder);
  }

  public CloudWatchClient cloudWatch() {
    return client(CloudWatchClient.class, CloudWatchClient::builder);
  }

  public CloudWatchLogsClient logs() {
    return client(CloudWatchLogsClient.class, CloudWatchLogsClient::builder);
  }

  public KmsClient kms() {
    return client(KmsClient.class, KmsClient::builder);
  }

  public ResourceGroupsTaggingApiClient tagging() {
    return client(ResourceGroupsTaggingApiClient.class, ResourceGroupsTaggingApiClient::builder);
  }

  public ServiceQuotasClient serviceQuotas() {
    return client(ServiceQuotasClient.class, ServiceQuotasClient::builder);
  }

  public StsClient sts() {
    return client(StsClient.class, StsClient::builder);
  }

  @Override
  public void close() {
    own.forEach(SdkAutoCloseable::close);
  }

  private <C extends SdkClient, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>>
      C client(Class<C> type, Supplier<B> builder) {
    return type.cast(
        clients.computeIfAbsent(type, any -> calls.on(type, sdk.shared(type, builder))));
  }

  private AwsCredentialsProvider credentials(AwsCredentialsProvider operator) {
    return switch (scope.credentials()) {
      case Scope.Credentials.Operator() -> operator;
      case Scope.Credentials.Dummy any ->
          StaticCredentialsProvider.create(AwsBasicCredentials.create("000000000000", "dummy"));
      case Scope.Credentials.Role(var arn, var externalId) -> assumed(arn, externalId, operator);
    };
  }

  /** A role's credentials, asked for as the operator by the call that needs them: no thread. */
  private AwsCredentialsProvider assumed(
      String arn, String externalId, AwsCredentialsProvider operator) {
    var sts = sdk.shared(StsClient.class, StsClient::builder);
    var provider =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(new ScopedCalls(scope, operator).on(StsClient.class, sts))
            .refreshRequest(
                request -> request.roleArn(arn).externalId(externalId).roleSessionName(SESSION))
            .build();
    own.add(provider);
    return provider;
  }
}
