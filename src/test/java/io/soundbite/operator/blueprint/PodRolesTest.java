package io.soundbite.operator.blueprint;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.iam.Grant;
import io.soundbite.operator.iam.PolicyDocument;
import io.soundbite.operator.iam.Request;
import io.soundbite.operator.iam.ShippedPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The roles of an environment's pods: what each may do, to the last action and resource. */
class PodRolesTest {
  private static final String ACCOUNT = "123456789012";
  private static final String ISSUER = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE";
  private static final Set<String> OBJECTS =
      Set.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload");
  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/now";
  private static final String FORMER = "arn:aws:kms:us-east-1:123456789012:key/before";
  private static final PolicyDocument BOUNDARY =
      ShippedPolicy.BOUNDARY.document(Map.of("PARTITION", "aws", "ACCOUNT", ACCOUNT));

  @ParameterizedTest
  @EnumSource
  void theProcessorConsumesSpeaksAndStores(Example example) {
    var name = example.environment().names().environment();

    assertThat(granted(role(example.blueprint(), "processor")))
        .containsOnly(
            Map.entry(
                queue(name),
                Set.of(
                    "sqs:ReceiveMessage",
                    "sqs:DeleteMessage",
                    "sqs:ChangeMessageVisibility",
                    "sqs:GetQueueAttributes",
                    "sqs:GetQueueUrl")),
            Map.entry(bucket(name), Set.of("s3:ListBucket")),
            Map.entry(bucket(name) + "/*", OBJECTS),
            Map.entry(
                table(name),
                Set.of(
                    "dynamodb:PutItem",
                    "dynamodb:UpdateItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:BatchWriteItem")),
            // Polly knows no resources but lexicons, which nothing here uses.
            Map.entry("*", Set.of("polly:SynthesizeSpeech")));
  }

  @ParameterizedTest
  @EnumSource
  void theApiSendsJobsAndServesWhatIsStored(Example example) {
    var name = example.environment().names().environment();

    assertThat(granted(role(example.blueprint(), "api")))
        .containsOnly(
            Map.entry(
                queue(name),
                Set.of("sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl")),
            Map.entry(bucket(name), Set.of("s3:ListBucket")),
            Map.entry(bucket(name) + "/*", OBJECTS),
            Map.entry(
                table(name),
                Set.of(
                    "dynamodb:GetItem",
                    "dynamodb:BatchGetItem",
                    "dynamodb:Query",
                    "dynamodb:ConditionCheckItem",
                    "dynamodb:PutItem",
                    "dynamodb:UpdateItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:BatchWriteItem")),
            Map.entry(table(name) + "/index/*", Set.of("dynamodb:Query")));
  }

  /** Whoever holds a token of one ServiceAccount that was made for AWS, and nobody else. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STAGING_POD_IDENTITY")
  void eachIsAssumedByOneServiceAccountOnly(Example example) {
    var environment = example.environment();
    for (var component : List.of("api", "processor")) {
      var trust = (Tree.Obj) role(example.blueprint(), component).trust().document();
      var subject = "system:serviceaccount:soundbite:" + environment.names().kube(component);

      assertThat(trust.items("Statement"))
          .singleElement()
          .isEqualTo(
              Tree.obj(
                  "Effect",
                  "Allow",
                  "Principal",
                  Map.of(
                      "Federated", List.of("arn:aws:iam::" + ACCOUNT + ":oidc-provider/" + ISSUER)),
                  "Action",
                  List.of("sts:AssumeRoleWithWebIdentity"),
                  "Condition",
                  Map.of(
                      "StringEquals",
                      Map.of(
                          ISSUER + ":sub",
                          List.of(subject),
                          ISSUER + ":aud",
                          List.of("sts.amazonaws.com")))));
    }
  }

  /** Queue and bucket refuse whoever comes without TLS, and grant nothing to anybody. */
  @ParameterizedTest
  @EnumSource
  void queueAndBucketRefuseWhatComesWithoutTls(Example example) {
    var name = example.environment().names().environment();
    var policies =
        example.blueprint().stream()
            .flatMap(
                it ->
                    switch (it) {
                      case SqsQueue queue -> queue.policy().stream();
                      case S3Bucket bucket -> bucket.policy().stream();
                      default -> Stream.<Policy>of();
                    })
            .toList();

    assertThat(policies)
        .containsExactlyInAnyOrder(
            tlsOnly("sqs:*", queue(name)), tlsOnly("s3:*", bucket(name), bucket(name) + "/*"));
  }

  /** In any environment there can be, what a role may do the boundary allows. */
  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void noneMayDoWhatTheBoundaryDoesNotAllow(@ForAll("inputs") Inputs inputs) {
    var facts = inputs.environment().facts();
    var boundary =
        ShippedPolicy.BOUNDARY.document(
            Map.of("PARTITION", facts.partition(), "ACCOUNT", facts.account()));

    assertThat(roles(inputs.blueprint()))
        .hasSize(2)
        .allSatisfy(
            role -> {
              assertThat(role.attachedPolicies()).isEmpty();
              assertThat(requests(role)).isNotEmpty().allMatch(boundary::allows);
              assertThat(requests(role))
                  .filteredOn(it -> it.resource().equals("*"))
                  .extracting(Request::action)
                  .allMatch("polly:SynthesizeSpeech"::equals);
            });
  }

  @Provide
  Arbitrary<Inputs> inputs() {
    return Field.inputs().map(PodRolesTest::keyedInItsPartition);
  }

  /** A key of another partition than the environment's there can't be. */
  private static Inputs keyedInItsPartition(Inputs inputs) {
    var key = "arn:%s:kms:r:1:key/a".formatted(inputs.environment().facts().partition());
    return inputs.with(Field.KMS_KEY, Optional.of(key));
  }

  @Test
  void theBoundaryAllowsNothingThatNoneNeeds() {
    var requests = roles(keyed(KEY, List.of())).stream().flatMap(it -> requests(it).stream());

    assertThat(BOUNDARY.unused(requests.toList())).isEmpty();
  }

  /** With the key, and former ones: nothing becomes unreadable by a new key. */
  @Test
  void useTheKeysByWayOfTheServicesThatStore() {
    for (var component : List.of("api", "processor")) {
      var before = role(Example.PRODUCTION.blueprint(), component);
      var role = role(keyed(KEY, List.of(FORMER)), component);

      assertThat(granted(role))
          .containsAllEntriesOf(granted(before))
          .containsEntry(KEY, Set.of("kms:Decrypt", "kms:GenerateDataKey"))
          .containsEntry(FORMER, Set.of("kms:Decrypt", "kms:GenerateDataKey"))
          .hasSize(granted(before).size() + 2);
      assertThat(grants(role).filter(it -> it.action().startsWith("kms:")))
          .allSatisfy(
              it ->
                  assertThat(it.values("kms:ViaService"))
                      .containsExactlyInAnyOrder(
                          "dynamodb.us-east-1.amazonaws.com",
                          "s3.us-east-1.amazonaws.com",
                          "sqs.us-east-1.amazonaws.com"));
    }
  }

  /** What was encrypted stays readable when the spec names no key any more. */
  @Test
  void useFormerKeysWhenThereIsNoneNow() {
    var environment = Example.PRODUCTION.environment();
    var keys = new KmsKeys(Optional.empty(), List.of(FORMER));
    var blueprint = Blueprint.of(with(environment, keys), SlotTarget.none());

    assertThat(granted(role(blueprint, "api"))).containsKey(FORMER);
  }

  private static List<Desired> keyed(String key, List<String> former) {
    var keys = new KmsKeys(Optional.of(new KmsKeys.Used(key, key)), former);
    return Blueprint.of(with(Example.PRODUCTION.environment(), keys), SlotTarget.none());
  }

  private static Environment with(Environment environment, KmsKeys keys) {
    return new Environment(
        environment.owner(),
        environment.uid(),
        environment.spec(),
        environment.facts().with(keys),
        environment.names());
  }

  private static IamRole role(List<Desired> blueprint, String component) {
    return roles(blueprint).stream()
        .filter(it -> it.key().name().endsWith("-" + component))
        .findFirst()
        .orElseThrow();
  }

  private static List<IamRole> roles(List<Desired> blueprint) {
    return blueprint.stream().filter(IamRole.class::isInstance).map(IamRole.class::cast).toList();
  }

  private static Stream<Grant> grants(IamRole role) {
    return role.inlinePolicies().values().stream()
        .flatMap(it -> PolicyDocument.of(it).grants().stream());
  }

  /** Those of KMS come by way of each service that a condition names. */
  private static List<Request> requests(IamRole role) {
    return grants(role)
        .flatMap(
            it ->
                it.values("kms:ViaService").isEmpty()
                    ? Stream.of(new Request(it.action(), it.resource()))
                    : it.values("kms:ViaService").stream()
                        .map(
                            service ->
                                new Request(
                                    it.action(), it.resource(), Map.of("kms:ViaService", service))))
        .toList();
  }

  /** Actions by resource. */
  private static Map<String, Set<String>> granted(IamRole role) {
    return grants(role).collect(groupingBy(Grant::resource, mapping(Grant::action, toSet())));
  }

  private static Policy tlsOnly(String action, String... resources) {
    return new Policy(
        Tree.obj(
            "Version",
            "2012-10-17",
            "Statement",
            Tree.obj(
                "Sid",
                "TlsOnly",
                "Effect",
                "Deny",
                "Principal",
                "*",
                "Action",
                action,
                "Resource",
                List.of(resources),
                "Condition",
                Map.of("Bool", Map.of("aws:SecureTransport", "false")))));
  }

  private static String queue(String environment) {
    return "arn:aws:sqs:us-east-1:%s:SoundBite-%s-SoundbiteQueue".formatted(ACCOUNT, environment);
  }

  private static String bucket(String environment) {
    return "arn:aws:s3:::soundbite-%s-soundbites-%s".formatted(environment, ACCOUNT);
  }

  private static String table(String environment) {
    return "arn:aws:dynamodb:us-east-1:%s:table/SoundBite-%s-SoundbitesTable"
        .formatted(ACCOUNT, environment);
  }
}
