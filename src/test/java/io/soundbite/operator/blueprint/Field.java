package io.soundbite.operator.blueprint;

import static net.jqwik.api.Arbitraries.of;

import io.soundbite.operator.api.v1alpha1.AwsSpec.AdoptionPolicy;
import io.soundbite.operator.api.v1alpha1.AwsSpec.DeletionPolicy;
import io.soundbite.operator.api.v1alpha1.DriftSpec;
import io.soundbite.operator.api.v1alpha1.FreezeSpec;
import io.soundbite.operator.api.v1alpha1.IgnoreSpec;
import io.soundbite.operator.api.v1alpha1.LogLevel;
import io.soundbite.operator.api.v1alpha1.PromotionSpec;
import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;

/**
 * Every declared field of an environment: where it is declared, what it may be, and everything it
 * reaches in the blueprint, as patterns of {@code <id>:<path>}. This table is the promise that a
 * value of an environment comes from a field of its own.
 */
enum Field {
  // The custom resource's identity and the operator's settings
  NAME("metadata.name", Values.names(), Reach.OWNER, Reach.CUSTOM_RESOURCE),
  NAMESPACE(
      "metadata.namespace",
      Values.names(),
      Reach.OWNER,
      "KUBE:/metadata/namespace",
      "ALARM:/dimensions/Namespace",
      "ROLE:/trust/Statement/0/Condition/StringEquals/.*:sub/0",
      Reach.DASHBOARD_METRICS),
  UID("metadata.uid", Values.names(), "KUBE:/metadata/ownerReferences/ITEM(/uid)?"),
  CLUSTER(
      "operator: cluster id",
      Values.names(),
      Reach.OWNER,
      "ALARM:/dimensions/ClusterName",
      Reach.DASHBOARD_METRICS),
  BOUNDARY(
      "operator: permissions boundary",
      Values.maybe("arn:aws:iam::1:policy/a", "arn:aws:iam::1:policy/b"),
      "ROLE:/permissionsBoundary"),
  PULL_ACCOUNTS(
      "operator: accounts that pull images",
      Values.maybe("222222222222", "333333333333"),
      "Repository:/policy(/.*)?"),
  ACCOUNT(
      "STS: account",
      Values.accounts(),
      Reach.ARNS,
      Reach.BUCKET,
      Reach.PROVIDER,
      Reach.QUEUE_URL,
      "ConfigMap/.*:/data/AWS_ACCESS_KEY_ID"),
  ISSUER(
      "API server: issuer",
      Values.names(),
      "ROLE:/trust/Statement/0/Condition/StringEquals/.*:(sub|aud)",
      Reach.PROVIDER),

  // Names
  PREFIX(
      "spec.prefix",
      Values.prefixes(),
      "KUBE:(name|/metadata/name)",
      "(TAGGED):/tags/EnvironmentPrefix",
      "MetricFilter/.*:/metricNamespace",
      "Alarm/Processor(Errors|Duration):/namespace",
      "ALARM:/dimensions/(Service|PodName)",
      "Dashboard:name",
      Reach.DASHBOARD_METRICS,
      "ROLE:/trust/Statement/0/Condition/StringEquals/.*:sub/0",
      "ConfigMap/.*:/data/(METRICS_NAMESPACE|CORS_ORIGIN)",
      Reach.ROLL,
      "DEPLOYMENT:POD/serviceAccountName",
      "DEPLOYMENT:CONTAINER/envFrom/0/configMapRef/name",
      "HorizontalPodAutoscaler/api:/spec/scaleTargetRef/name",
      "Ingress/api:/spec/rules/0/http/paths/0/backend/service/name",
      Reach.HOST),
  ENVIRONMENT(
      "spec.environment",
      Values.names(),
      Reach.ARNS,
      Reach.BUCKET,
      Reach.QUEUE_URL,
      "(TAGGED|MetricFilter/.*):name",
      "ALARM:/dimensions/(TableName|QueueName)",
      "(TAGGED):/tags/Environment",
      "ROLE:/description",
      "MetricFilter/.*:/logGroup",
      "DEPLOYMENT:/spec/template/metadata/annotations/soundbite.io~1log-group",
      "Dashboard:/body/widgets/0/properties/markdown",
      "ConfigMap/.*:/data/(ENVIRONMENT|NODE_ENV|DYNAMODB_TABLE|TABLE_NAME)"),

  // Where
  REGION(
      "spec.aws.region",
      Values.regions(),
      Reach.ARNS,
      Reach.PROVIDER,
      Reach.QUEUE_URL,
      "SoundbitesBucket:/region",
      "ROLE:/inlinePolicies/soundbite/Statement/ITEM/Condition/StringEquals/kms:ViaService/ITEM",
      "Dashboard:/body/widgets/ITEM/properties/region",
      "ConfigMap/.*:/data/AWS_REGION",
      "DEPLOYMENT:CONTAINER/env/ITEM/value"),
  ENDPOINT(
      "spec.aws.endpoint",
      Values.maybe("http://localstack:4566", "http://moto:5000/"),
      Reach.FEATURES,
      "QUEUE:/url",
      "ConfigMap/.*:/data/(SQS_QUEUE_URL|AWS_CONNECTION_MODE|AWS_ENDPOINT_URL)",
      "ConfigMap/.*:/data/AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)"),
  POD_ENDPOINT(
      "spec.aws.podEndpoint",
      Values.maybe("http://10.0.0.1:4566"),
      Reach.ROLL,
      "ConfigMap/.*:/data/(SQS_QUEUE_URL|AWS_ENDPOINT_URL)"),

  KMS_KEY(
      "spec.aws.kmsKey",
      Values.maybe("arn:aws:kms:us-east-1:1:key/a", "arn:aws:kms:us-east-1:1:key/b"),
      "(SoundbitesTable|QUEUE|QueueAlerts|(Api|Processor)LogGroup):/(kmsKey|keyReuse)",
      // Without a key a repository is left as it is, which is no difference.
      "(SoundbitesBucket|Repository):/(encryption|kmsKey|bucketKey)",
      "ROLE:/inlinePolicies/soundbite/Statement(/.*)?"),

  // Features
  FULL(
      "spec.features",
      of(true, false),
      Reach.FEATURES,
      Reach.BOUNDS,
      "DEPLOYMENT:CONTAINER/resources/(requests|limits)/(cpu|memory)"),
  MONITORING(
      "spec.features",
      of(true, false),
      Reach.FEATURES,
      "ConfigMap/.*:/data/ENABLE_METRICS",
      "ALARM:/actionsEnabled"),
  BACKUP(
      "spec.features",
      of(true, false),
      Reach.FEATURES,
      "SoundbitesTable:/(pointInTimeRecovery|deletionProtection)",
      "SoundbitesBucket:/versioning"),
  SCALING("spec.features", of(true, false), Reach.FEATURES, Reach.BOUNDS),
  DEBUG("spec.features", of(true, false), Reach.FEATURES, "ConfigMap/.*:/data/ENABLE_TRACING"),
  TESTING("spec.features", of(true, false), Reach.FEATURES),
  LOCAL("spec.features", of(true, false), Reach.FEATURES),

  // The release
  TAG(
      "spec.image.tag",
      of("1.4.1", "1.4.2", "x"),
      Reach.RELEASE,
      "DEPLOYMENT:TEMPLATE/soundbite.io~1tag"),
  DIGEST("ECR: digest", of("a", "b", "c"), Reach.RELEASE, "DEPLOYMENT:CONTAINER/image"),
  REPOSITORY(
      "spec.image.repository",
      Values.maybe("team/app", "210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/app"),
      Reach.RELEASE,
      "DEPLOYMENT:CONTAINER/image"),
  PULL_SECRETS(
      "spec.image.pullSecrets",
      of(List.of(), List.of("registry"), List.of("other", "registry")),
      Reach.RELEASE,
      "DEPLOYMENT:POD/imagePullSecrets(/.*)?"),
  LOG_LEVEL("spec.logLevel", of(LogLevel.values()), "ConfigMap/.*:/data/LOG_LEVEL", Reach.ROLL),
  ENV(
      "spec.env",
      Values.env(),
      "ConfigMap/.*:/data/(POLLY_ENGINE|RATE_LIMIT_MAX|GREETING)",
      Reach.ROLL,
      "DEPLOYMENT:CONTAINER/env(/.*)?"),
  REQUESTS(
      "spec.resources.requests",
      Values.requests(),
      Reach.RELEASE,
      "DEPLOYMENT:CONTAINER/resources/(requests|limits)/(cpu|memory)"),
  LIMITS(
      "spec.resources.limits",
      Values.limits(),
      Reach.RELEASE,
      "DEPLOYMENT:CONTAINER/resources/limits/(cpu|memory)"),
  NODE_SELECTOR(
      "spec.nodeSelector",
      Values.nodeSelectors(),
      Reach.RELEASE,
      "DEPLOYMENT:POD/nodeSelector(/.*)?"),
  TOLERATIONS(
      "spec.tolerations", Values.tolerations(), Reach.RELEASE, "DEPLOYMENT:POD/tolerations(/.*)?"),
  COMMAND(
      "spec.processor.command",
      of(List.of(), List.of("node", "worker"), List.of("worker")),
      Reach.RELEASE,
      "Deployment/processor:CONTAINER/command(/.*)?"),

  // Everything else
  PORT("spec.port", of(80, 3000, 3003), "Service/api(-preview)?:/spec/ports/ITEM(/port)?"),
  DOMAIN(
      "spec.domain",
      Values.maybe("localhost", "api.example.com"),
      Reach.HOST,
      "ConfigMap/.*:/data/CORS_ORIGIN",
      Reach.ROLL),
  INGRESS_CLASS(
      "spec.ingress.className", Values.maybe("nginx", "alb"), "Ingress/api:/spec/ingressClassName"),
  TLS_SECRET(
      "spec.ingress.tlsSecret",
      Values.maybe("tls", "api-tls"),
      "Ingress/api:/spec/tls(/0/secretName)?",
      "ConfigMap/.*:/data/CORS_ORIGIN",
      Reach.ROLL),
  INGRESS_ANNOTATIONS(
      "spec.ingress.annotations",
      of(Map.of(), Map.of("a", "1"), Map.of("a", "2", "b", "1")),
      "Ingress/api:/metadata/annotations(/.*)?"),
  RETENTION("spec.retentionDays", of(1, 30, 3653), "(Api|Processor)LogGroup:/retentionDays"),
  THRESHOLDS("spec.alarms.thresholds", Values.thresholds(), "ALARM:/threshold"),
  SUBSCRIBERS(
      "spec.alarms.subscribers",
      Values.subscribers(),
      "QueueAlerts:(/subscribers|/tags/soundbite.io~1asked-addresses)"),
  PROCESSOR_REPLICAS("spec.processor.replicas", of(0, 1, 5), "Deployment/processor:/spec/replicas"),
  DEADLINE(
      "spec.rollout.progressDeadline",
      of("10s", "1h30m"),
      "DEPLOYMENT:/spec/progressDeadlineSeconds"),

  // The slots
  LIVE(
      "rollout: live slot",
      of(Slot.values()),
      "Service/api(-preview)?:/spec/selector/soundbite.io~1slot",
      "HorizontalPodAutoscaler/api:(/after|/spec/scaleTargetRef/name)",
      Reach.RELEASE,
      "Deployment/api-(blue|green):(/spec/replicas|CONTAINER/image)"),
  LIVE_SIZE("rollout: live size", of(1, 2, 10), "Deployment/api-(blue|green):/spec/replicas"),
  IDLE_SIZE("rollout: idle size", of(0, 3), "Deployment/api-(blue|green):/spec/replicas"),

  // What acts elsewhere and changes no resource
  ROLE_ARN("spec.aws.roleArn", Values.maybe("arn:aws:iam::1:role/a")),
  ADOPTION("spec.aws.adoptionPolicy", of(AdoptionPolicy.values())),
  ADOPT_FROM("spec.aws.adoptFrom", Values.maybe("cloudformation")),
  DELETION("spec.aws.deletionPolicy", of(DeletionPolicy.values())),
  DELETE_DATA("spec.aws.deleteData", of(true, false)),
  SCALE_DOWN_DELAY("spec.rollout.scaleDownDelay", of("30s", "1h")),
  AUTO_REDRIVE("spec.queue.autoRedrive", of(true, false)),
  DRIFT_POLICY("spec.drift.policy", of(DriftSpec.Policy.values())),
  DRIFT_INTERVAL("spec.drift.interval", of("1m", "24h")),
  DRIFT_IGNORE(
      "spec.drift.ignore",
      of(List.of(), List.of(new IgnoreSpec("Queue/SoundbiteQueue", List.of("/visibility"))))),
  SOURCE_NAME("spec.promotion.from.name", of("staging", "other")),
  SOURCE_NAMESPACE("spec.promotion.from.namespace", Values.maybe("b")),
  SOAK("spec.promotion.soak", of("0s", "10m", "24h")),
  APPROVAL("spec.promotion.approval", of(PromotionSpec.Approval.values())),
  FREEZE(
      "spec.promotion.freeze",
      of(List.of(), List.of(new FreezeSpec("0 18 * * FRI", "62h", "Europe/Berlin")))),
  OVERLAP("spec.rollout.overlap", of("0s", "30s")),
  AUTO_ROLLBACK("spec.rollout.autoRollback", of(true, false)),
  TRIAL_IMAGE(
      "spec.rollout.verification.job.image",
      Values.maybe("registry.example/smoke@sha256:" + "5".repeat(64))),
  TRIAL_COMMAND(
      "spec.rollout.verification.job.command",
      of(List.of("smoke"), List.of("npm", "run", "smoke"))),
  TRIAL_ENV("spec.rollout.verification.job.env", Values.env()),
  TRIAL_TIMEOUT("spec.rollout.verification.job.timeout", of("5s", "5m")),
  TRIAL_RETRIES("spec.rollout.verification.job.retries", of(0, 3));

  final String path;
  final Arbitrary<Object> values;
  final List<Pattern> reaches;

  Field(String path, Arbitrary<?> values, String... reaches) {
    this.path = path;
    this.values = values.asGeneric();
    this.reaches = Stream.of(reaches).flatMap(Reach::patterns).toList();
  }

  /** All values of an environment. */
  static Arbitrary<Inputs> inputs() {
    var fields = List.of(values());
    return net.jqwik.api.Combinators.combine(fields.stream().map(field -> field.values).toList())
        .as(
            values -> {
              var map = new java.util.EnumMap<Field, Object>(Field.class);
              fields.forEach(field -> map.put(field, values.get(field.ordinal())));
              return new Inputs(map);
            });
  }
}
