package io.soundbite.operator.blueprint;

import static java.util.stream.Collectors.toSet;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.soundbite.operator.api.v1alpha1.AlarmsSpec;
import io.soundbite.operator.api.v1alpha1.AwsSpec;
import io.soundbite.operator.api.v1alpha1.DriftSpec;
import io.soundbite.operator.api.v1alpha1.EnvEntry;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.api.v1alpha1.Feature;
import io.soundbite.operator.api.v1alpha1.FreezeSpec;
import io.soundbite.operator.api.v1alpha1.IgnoreSpec;
import io.soundbite.operator.api.v1alpha1.ImageSpec;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.IngressSpec;
import io.soundbite.operator.api.v1alpha1.ProcessorSpec;
import io.soundbite.operator.api.v1alpha1.PromotionSpec;
import io.soundbite.operator.api.v1alpha1.QueueSpec;
import io.soundbite.operator.api.v1alpha1.ResourcesSpec;
import io.soundbite.operator.api.v1alpha1.RolloutSpec;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.SourceSpec;
import io.soundbite.operator.api.v1alpha1.TolerationSpec;
import io.soundbite.operator.api.v1alpha1.VerificationJob;
import io.soundbite.operator.api.v1alpha1.VerificationSpec;
import java.net.URI;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything a blueprint is made from, by declared field. */
record Inputs(Map<Field, Object> values) {

  /** The same with another value in one field. */
  Inputs with(Field field, Object value) {
    var copy = new EnumMap<>(values);
    copy.put(field, value);
    return new Inputs(copy);
  }

  Environment environment() {
    var resource = new SoundBiteEnvironment();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(get(Field.NAME))
            .withNamespace(get(Field.NAMESPACE))
            .withUid(get(Field.UID))
            .build());
    resource.setSpec(spec());
    return Environment.of(resource, facts());
  }

  /** Both slots filled, each with the spec's release but for the digest. */
  SlotTarget slots() {
    Slot live = get(Field.LIVE);
    String digit = get(Field.DIGEST);
    var release = release(digit);
    return SlotTarget.resting(
        live,
        Map.of(live, release, live.other(), release(digit + "0")),
        Map.of(live, get(Field.LIVE_SIZE), live.other(), get(Field.IDLE_SIZE)),
        Optional.of(release));
  }

  List<Desired> blueprint() {
    return Blueprint.of(environment(), slots());
  }

  Release release() {
    return release(get(Field.DIGEST));
  }

  private Release release(String digest) {
    var environment = environment();
    Optional<String> repository = get(Field.REPOSITORY);
    return Releases.of(
        environment,
        new ImageStatus(
            repository.orElse(environment.names().repository()),
            get(Field.TAG),
            "sha256:" + digest));
  }

  private Facts facts() {
    String region = get(Field.REGION);
    Optional<String> endpoint = get(Field.ENDPOINT);
    Optional<String> podEndpoint = get(Field.POD_ENDPOINT);
    Optional<String> key = get(Field.KMS_KEY);
    return new Facts(
            get(Field.ACCOUNT),
            Facts.partitionOf(region),
            Facts.dnsSuffixOf(region),
            region,
            endpoint.map(URI::create).orElse(null),
            endpoint.map(own -> URI.create(podEndpoint.orElse(own))).orElse(null),
            get(Field.ISSUER),
            new Installation(
                get(Field.CLUSTER),
                this.<Optional<String>>get(Field.BOUNDARY).orElse(null),
                this.<Optional<String>>get(Field.PULL_ACCOUNTS).stream().collect(toSet()),
                null,
                ContainerInsights.CLASSIC))
        .with(new KmsKeys(key.map(it -> new KmsKeys.Used(it, it)), List.of()));
  }

  private EnvironmentSpec spec() {
    return new EnvironmentSpec(
        get(Field.PREFIX),
        get(Field.ENVIRONMENT),
        get(Field.LOG_LEVEL),
        features(),
        new ImageSpec(get(Field.TAG), maybe(Field.REPOSITORY), get(Field.PULL_SECRETS)),
        get(Field.PORT),
        maybe(Field.DOMAIN),
        new IngressSpec(
            maybe(Field.INGRESS_CLASS),
            maybe(Field.TLS_SECRET),
            this.<Map<String, String>>get(Field.INGRESS_ANNOTATIONS)),
        get(Field.RETENTION),
        new AlarmsSpec(
            this.<Map<String, Double>>get(Field.THRESHOLDS),
            this.<Set<String>>get(Field.SUBSCRIBERS)),
        this.<List<EnvEntry>>get(Field.ENV),
        new ResourcesSpec(
            this.<Map<String, Quantity>>get(Field.REQUESTS),
            this.<Map<String, Quantity>>get(Field.LIMITS)),
        this.<Map<String, String>>get(Field.NODE_SELECTOR),
        this.<List<TolerationSpec>>get(Field.TOLERATIONS),
        new ProcessorSpec(get(Field.COMMAND), get(Field.PROCESSOR_REPLICAS)),
        new QueueSpec(get(Field.AUTO_REDRIVE)),
        aws(),
        new DriftSpec(
            get(Field.DRIFT_POLICY),
            get(Field.DRIFT_INTERVAL),
            this.<List<IgnoreSpec>>get(Field.DRIFT_IGNORE)),
        new PromotionSpec(
            new SourceSpec(get(Field.SOURCE_NAME), maybe(Field.SOURCE_NAMESPACE)),
            get(Field.SOAK),
            get(Field.APPROVAL),
            this.<List<FreezeSpec>>get(Field.FREEZE)),
        rollout());
  }

  private RolloutSpec rollout() {
    return new RolloutSpec(
        get(Field.DEADLINE),
        get(Field.SCALE_DOWN_DELAY),
        get(Field.OVERLAP),
        get(Field.AUTO_ROLLBACK),
        new VerificationSpec(
            new VerificationJob(
                maybe(Field.TRIAL_IMAGE),
                this.<List<String>>get(Field.TRIAL_COMMAND),
                this.<List<EnvEntry>>get(Field.TRIAL_ENV),
                get(Field.TRIAL_TIMEOUT),
                get(Field.TRIAL_RETRIES))));
  }

  private AwsSpec aws() {
    return new AwsSpec(
        get(Field.REGION),
        maybe(Field.ROLE_ARN),
        maybe(Field.ENDPOINT),
        maybe(Field.POD_ENDPOINT),
        maybe(Field.KMS_KEY),
        get(Field.ADOPTION),
        maybe(Field.ADOPT_FROM),
        get(Field.DELETION),
        get(Field.DELETE_DATA));
  }

  private Set<Feature> features() {
    var features = EnumSet.of(this.<Boolean>get(Field.FULL) ? Feature.FULL : Feature.BASIC);
    for (var feature :
        List.of(
            Feature.MONITORING,
            Feature.BACKUP,
            Feature.SCALING,
            Feature.DEBUG,
            Feature.TESTING,
            Feature.LOCAL)) {
      if (this.<Boolean>get(Field.valueOf(feature.name()))) {
        features.add(feature);
      }
    }
    if (maybe(Field.ENDPOINT) != null) {
      features.add(Feature.LOCALSTACK);
    }
    return features;
  }

  private String maybe(Field field) {
    return this.<Optional<String>>get(field).orElse(null);
  }

  @SuppressWarnings("unchecked")
  private <T> T get(Field field) {
    return (T) values.get(field);
  }
}
