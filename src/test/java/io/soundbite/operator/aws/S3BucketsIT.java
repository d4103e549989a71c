package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.S3Bucket.LifecycleRule;
import io.soundbite.operator.blueprint.S3Bucket.PublicAccess;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.ReplicationRule;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

class S3BucketsIT extends TaggedKindContract<S3Bucket> {

  @Override
  AwsKind<S3Bucket> kind(AwsClients clients, TagReader tags) {
    return new S3Buckets(clients.s3(), ResourceTags.of(clients), tags);
  }

  @Override
  S3Bucket want(Names names, Map<String, String> tags) {
    return new S3Bucket(
        new Key(Stack.STORAGE, Ids.BUCKET, names.bucket()),
        "us-east-1",
        Optional.of("AES256"),
        Optional.empty(),
        Optional.of(PublicAccess.blocked()),
        Optional.of(policy(names.bucketArn())),
        Map.of(
            "age-out",
                new LifecycleRule(
                    "", true, Map.of("STANDARD_IA", 30, "GLACIER_IR", 60), 90, 30, null),
            "abort-uploads", new LifecycleRule("", true, Map.of(), null, null, 7)),
        true,
        tags);
  }

  @Override
  List<Drift> drifts(S3Bucket want) {
    var name = want.key().name();
    return List.of(
        new Drift("/additional/cors", () -> share(name)),
        new Drift("/additional/website", () -> publish(name)),
        new Drift("/additional/replication", () -> replicate(name)),
        new Drift("/additional/logging", () -> logTo(name)),
        new Drift(
            "/additional/accelerate",
            () ->
                s3().putBucketAccelerateConfiguration(
                        it -> it.bucket(name).accelerateConfiguration(a -> a.status("Enabled")))),
        new Drift("/additional/ownership", () -> giveUpOwnership(name)),
        new Drift("/encryption", () -> encryptByKms(name, null)),
        new Drift("/kmsKey", () -> encryptByKms(name, "alias/strangers"), false),
        new Drift(
            "/publicAccess", () -> s3().deletePublicAccessBlock(request -> request.bucket(name))),
        new Drift("/publicAccess/blockPolicy", () -> openPolicies(name)),
        new Drift("/policy", () -> s3().deleteBucketPolicy(request -> request.bucket(name))),
        new Drift(
            "/policy/Statement",
            () ->
                s3().putBucketPolicy(
                        request ->
                            request.bucket(name).policy(policy("arn:aws:s3:::other").json()))),
        new Drift("/lifecycle/age-out/expireDays", () -> expireAfter(name, 1)),
        new Drift("/versioning", () -> suspend(name)));
  }

  @Override
  @SuppressWarnings("deprecation") // a prefix outside a filter: such rules are still about
  List<Alike> alike(S3Bucket want) {
    var name = want.key().name();
    var arn = "arn:aws:s3:::" + name;
    return List.of(
        new Alike(
            "the policy in another order",
            () ->
                s3().putBucketPolicy(
                        request ->
                            request
                                .bucket(name)
                                .policy(TlsOnly.otherwise("s3:*", arn + "/*", arn)))),
        new Alike(
            "rules in another order", () -> rewriteRules(name, UnaryOperator.identity(), true)),
        new Alike(
            "transitions in another order",
            () ->
                rewriteRules(
                    name, rule -> rule.transitions(rule.build().transitions().reversed()), false)),
        new Alike(
            "rules with a prefix instead of a filter",
            () ->
                rewriteRules(
                    name, rule -> rule.filter((LifecycleRuleFilter) null).prefix(""), false)));
  }

  private void rewriteRules(
      String name,
      UnaryOperator<software.amazon.awssdk.services.s3.model.LifecycleRule.Builder> change,
      boolean reversed) {
    var rules =
        s3().getBucketLifecycleConfiguration(request -> request.bucket(name)).rules().stream()
            .map(rule -> change.apply(rule.toBuilder()).build())
            .toList();
    s3().putBucketLifecycleConfiguration(
            request ->
                request
                    .bucket(name)
                    .lifecycleConfiguration(all -> all.rules(reversed ? rules.reversed() : rules)));
  }

  @Test
  void isMadeInFewCalls() {
    assertThat(calls().of(this::made))
        .startsWith("CreateBucket")
        .containsExactlyInAnyOrder(
            "CreateBucket",
            "GetBucketTagging",
            "GetBucketEncryption",
            "GetPublicAccessBlock",
            "PutBucketPolicy",
            "PutBucketLifecycleConfiguration",
            "PutBucketVersioning");
  }

  /** As in some regions of AWS, and in products that take no tags, or no configuration at all. */
  @ParameterizedTest
  @ValueSource(strings = {"UnsupportedArgument", "MalformedXML", "NotImplemented"})
  void isTaggedAfterwardsWhereItCannotBeCreatedWithTags(String code) {
    emulator().refuseOnce("CreateBucket", code);
    var want = made();
    assertThat(tags(want)).isEqualTo(want.tags());
  }

  @Test
  void isLeftAloneWhenSomebodyElseWasFaster() {
    var theirs = want(emulator().names(), Map.of("whose", "theirs"));
    s3().createBucket(request -> request.bucket(theirs.key().name()));
    tag(theirs, theirs.tags());
    var before = present(theirs).have();

    var progress = provider().create(want());

    assertThat(progress)
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.CONFLICT));
    assertThat(present(theirs).have()).isEqualTo(before);
  }

  @Test
  void seesFiltersAndTransitionsItDoesNotKnow() {
    var want = made();
    s3().putBucketLifecycleConfiguration(
            request ->
                request
                    .bucket(want.key().name())
                    .lifecycleConfiguration(
                        all ->
                            all.rules(
                                LifecycleRules.write(want.lifecycle()).stream()
                                    .map(
                                        rule ->
                                            rule.toBuilder()
                                                .filter(
                                                    it -> it.tag(tag -> tag.key("a").value("9")))
                                                .build())
                                    .toList())));

    assertThat(present(want).have().lifecycle().get("age-out").prefix()).contains("9");
  }

  @Test
  void keepsObjectsUnlessDataMayGo() {
    var want = made();
    var name = want.key().name();
    put(name, "a");
    put(name, "a");
    put(name, "b");
    s3().deleteObject(request -> request.bucket(name).key("b"));
    s3().createMultipartUpload(request -> request.bucket(name).key("c"));

    assertThat(provider().delete(want, false))
        .isEqualTo(
            new Progress.Failed(
                new Failure(
                    Failure.Kind.HELD,
                    "s3:DeleteBucket",
                    name,
                    "holds objects; spec.aws.deleteData: true empties it")));
    assertThat(present(want).have()).isEqualTo(want);

    assertThat(provider().delete(want, true)).isEqualTo(new Progress.Done());
    assertThat(observed(want)).isInstanceOf(Observation.Absent.class);
  }

  private void put(String bucket, String key) {
    s3().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString("x"));
  }

  private void encryptByKms(String name, @Nullable String key) {
    var rule =
        ServerSideEncryptionRule.builder()
            .applyServerSideEncryptionByDefault(
                it -> it.sseAlgorithm(ServerSideEncryption.AWS_KMS).kmsMasterKeyID(key))
            .build();
    s3().putBucketEncryption(
            request ->
                request.bucket(name).serverSideEncryptionConfiguration(all -> all.rules(rule)));
  }

  private void openPolicies(String name) {
    s3().putPublicAccessBlock(
            request ->
                request
                    .bucket(name)
                    .publicAccessBlockConfiguration(
                        block ->
                            block
                                .blockPublicAcls(true)
                                .ignorePublicAcls(true)
                                .blockPublicPolicy(false)
                                .restrictPublicBuckets(true)));
  }

  private void expireAfter(String name, int days) {
    var rules =
        s3().getBucketLifecycleConfiguration(request -> request.bucket(name)).rules().stream()
            .map(
                rule ->
                    rule.expiration() == null
                        ? rule
                        : rule.toBuilder().expiration(it -> it.days(days)).build())
            .toList();
    s3().putBucketLifecycleConfiguration(
            request -> request.bucket(name).lifecycleConfiguration(all -> all.rules(rules)));
  }

  private void suspend(String name) {
    s3().putBucketVersioning(
            request ->
                request
                    .bucket(name)
                    .versioningConfiguration(it -> it.status(BucketVersioningStatus.SUSPENDED)));
  }

  @Test
  void isSweptInFewCalls() {
    assertThat(callsOfASweep())
        .containsExactlyInAnyOrder(
            "HeadBucket",
            "GetBucketEncryption",
            "GetPublicAccessBlock",
            "GetBucketPolicy",
            "GetBucketLifecycleConfiguration",
            "GetBucketAcl",
            "GetBucketCors",
            "GetBucketNotificationConfiguration",
            "GetBucketOwnershipControls",
            "GetBucketWebsite",
            "GetBucketReplication",
            "GetBucketLogging",
            "GetBucketAccelerateConfiguration",
            "GetBucketVersioning");
  }

  @Override
  Map<String, String> tags(S3Bucket have) {
    return s3().getBucketTagging(request -> request.bucket(have.key().name())).tagSet().stream()
        .collect(toMap(Tag::key, Tag::value));
  }

  @Override
  void tag(S3Bucket have, Map<String, String> tags) {
    var name = have.key().name();
    var all = new HashMap<String, String>();
    Observed.unlessMissing(() -> s3().getBucketTagging(request -> request.bucket(name)))
        .ifPresent(before -> before.tagSet().forEach(tag -> all.put(tag.key(), tag.value())));
    all.putAll(tags);
    s3().putBucketTagging(
            request -> request.bucket(name).tagging(it -> it.tagSet(BucketTags.sdk(all))));
  }

  private S3Client s3() {
    return aws().s3();
  }

  private static Policy policy(String resource) {
    return TlsOnly.policy("s3:*", resource, resource + "/*");
  }

  private void share(String name) {
    s3().putBucketCors(
            it ->
                it.bucket(name)
                    .corsConfiguration(
                        cors ->
                            cors.corsRules(
                                CORSRule.builder()
                                    .allowedOrigins("*")
                                    .allowedMethods("GET")
                                    .build())));
  }

  /** Every object goes to another bucket. */
  private void replicate(String name) {
    s3().putBucketReplication(
            it ->
                it.bucket(name)
                    .replicationConfiguration(
                        all ->
                            all.role("arn:aws:iam::210987654321:role/strangers")
                                .rules(
                                    ReplicationRule.builder()
                                        .id("strangers")
                                        .status("Enabled")
                                        .filter(filter -> filter.prefix(""))
                                        .destination(to -> to.bucket("arn:aws:s3:::strangers"))
                                        .build())));
  }

  /** Who reads what is told to another bucket. */
  private void logTo(String name) {
    var target = name + "-logs";
    s3().createBucket(it -> it.bucket(target));
    s3().putBucketPolicy(
            it ->
                it.bucket(target)
                    .policy(
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                         "Principal": {"Service": "logging.s3.amazonaws.com"},
                         "Action": "s3:PutObject", "Resource": "arn:aws:s3:::%s/*"}]}"""
                            .formatted(target)));
    s3().putBucketLogging(
            it ->
                it.bucket(name)
                    .bucketLoggingStatus(
                        status ->
                            status.loggingEnabled(on -> on.targetBucket(target).targetPrefix(""))));
  }

  private void publish(String name) {
    s3().putBucketWebsite(
            it ->
                it.bucket(name)
                    .websiteConfiguration(
                        site -> site.indexDocument(page -> page.suffix("i.html"))));
  }

  private void giveUpOwnership(String name) {
    s3().putBucketOwnershipControls(
            it ->
                it.bucket(name)
                    .ownershipControls(
                        all ->
                            all.rules(
                                OwnershipControlsRule.builder()
                                    .objectOwnership("ObjectWriter")
                                    .build())));
  }
}
