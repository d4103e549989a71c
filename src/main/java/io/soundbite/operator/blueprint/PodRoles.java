package io.soundbite.operator.blueprint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The IAM roles of the pods, and what binds them to ServiceAccounts. Each may do what its component
 * does and nothing more; no action is granted on a resource that is not the environment's own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Actions
 *     and the resources they take</a>
 */
record PodRoles(Environment environment) {
  private static final String POLICY = "soundbite";

  /** Takes jobs, synthesises speech, stores the MP3 and the record. */
  IamRole processor() {
    return role(
        Stack.COMPUTE,
        Ids.PROCESSOR_ROLE,
        "processor",
        policy(
            Policies.allow(
                "ConsumeQueue",
                List.of(
                    "sqs:ReceiveMessage",
                    "sqs:DeleteMessage",
                    "sqs:ChangeMessageVisibility",
                    "sqs:GetQueueAttributes",
                    "sqs:GetQueueUrl"),
                queue()),
            bucket(),
            objects(),
            Policies.allow(
                "WriteTable",
                List.of(
                    "dynamodb:PutItem",
                    "dynamodb:UpdateItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:BatchWriteItem"),
                List.of(environment.names().tableArn())),
            // Polly has no resource to name but lexicons.
            Policies.allow("Speak", List.of("polly:SynthesizeSpeech"), List.of("*"))));
  }

  /** Accepts jobs and serves records and MP3s. */
  IamRole api() {
    var table = environment.names().tableArn();
    return role(
        Stack.API,
        Ids.API_ROLE,
        "api",
        policy(
            Policies.allow(
                "SendToQueue",
                List.of("sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"),
                queue()),
            bucket(),
            objects(),
            Policies.allow(
                "ReadWriteTable",
                List.of(
                    "dynamodb:GetItem",
                    "dynamodb:BatchGetItem",
                    "dynamodb:Query",
                    "dynamodb:ConditionCheckItem",
                    "dynamodb:PutItem",
                    "dynamodb:UpdateItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:BatchWriteItem"),
                List.of(table)),
            Policies.allow("QueryIndex", List.of("dynamodb:Query"), List.of(table + "/index/*"))));
  }

  /** Returns what binds the processor's role; nothing where the cluster has no Pod Identity. */
  List<PodIdentityAssociation> processorAssociation() {
    return association(Ids.PROCESSOR_ASSOCIATION, "processor", processor().key());
  }

  /** Returns what binds the API's role; nothing where the cluster has no Pod Identity. */
  List<PodIdentityAssociation> apiAssociation() {
    return association(Ids.API_ASSOCIATION, "api", api().key());
  }

  private List<PodIdentityAssociation> association(String id, String component, Key role) {
    var podIdentity = environment.facts().podIdentity();
    if (podIdentity == null) {
      return List.of();
    }
    var namespace = environment.owner().namespace();
    var serviceAccount = environment.names().kube(component);
    var stack = role.stack();
    return List.of(
        new PodIdentityAssociation(
            new Key(stack, id, String.join("/", podIdentity.cluster(), namespace, serviceAccount)),
            podIdentity.cluster(),
            namespace,
            serviceAccount,
            role.id(),
            environment.names().roleArn(role.name()),
            environment.tags().of(stack, "PodIdentityAssociation")));
  }

  /** With what the environment's KMS keys take, where it has some. */
  private Policy policy(Tree.Obj... statements) {
    var keys = environment.facts().kmsKeys().all();
    return Policies.of(
        Stream.concat(Stream.of(statements), keys.isEmpty() ? Stream.empty() : Stream.of(use(keys)))
            .toArray(Tree.Obj[]::new));
  }

  /**
   * What SQS, S3 and DynamoDB ask KMS for in the name of their callers. Former keys are among them:
   * what they encrypted stays readable.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html">Key
   *     management of SQS</a>, <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html">SSE-KMS
   *     of S3</a> and <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html">encryption
   *     at rest of DynamoDB</a>
   */
  private Tree.Obj use(List<String> keys) {
    return Policies.allow("UseKey", KeyGrant.POD_ACTIONS, keys)
        .with(
            "Condition",
            Tree.of(
                Map.of(
                    "StringEquals",
                    Map.of("kms:ViaService", KeyGrant.podServices(environment.facts())))));
  }

  private List<String> queue() {
    var names = environment.names();
    return List.of(names.queueArn(names.queue()));
  }

  /** Without it S3 answers 403 instead of 404 for an object that is not there. */
  private Tree.Obj bucket() {
    return Policies.allow(
        "ListBucket", List.of("s3:ListBucket"), List.of(environment.names().bucketArn()));
  }

  private Tree.Obj objects() {
    return Policies.allow(
        "ReadWriteBucket",
        List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"),
        List.of(environment.names().bucketArn() + "/*"));
  }

  private IamRole role(Stack stack, String id, String component, Policy permissions) {
    var names = environment.names();
    return new IamRole(
        new Key(stack, id, names.aws(component)),
        Policies.pods(environment, names.kube(component)),
        Map.of(POLICY, permissions),
        Set.of(),
        Optional.ofNullable(environment.facts().permissionsBoundary()),
        "SoundBite " + names.environment() + ": the " + component + "'s pods",
        environment.tags().of(stack, "Role"));
  }
}
