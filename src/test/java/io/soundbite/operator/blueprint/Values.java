package io.soundbite.operator.blueprint;

import io.fabric8.kubernetes.api.model.Quantity;
import io.soundbite.operator.api.v1alpha1.EnvEntry;
import io.soundbite.operator.api.v1alpha1.TolerationSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What the schema accepts for one field, at random. */
final class Values {
  private static final List<String> ALARMS =
      List.of("ReadThrottle", "BucketSize", "QueueDepth", "ProcessorErrors", "CpuUtilization");

  private Values() {}

  /** Words of lower-case letters and digits, joined by hyphens, at most 29 characters in all. */
  static Arbitrary<String> names() {
    var word = Arbitraries.strings().withCharRange('a', 'z').withCharRange('0', '9').ofMinLength(1);
    return Arbitraries.oneOf(
        word.ofMaxLength(8).list().ofMinSize(1).ofMaxSize(3).map(words -> String.join("-", words)),
        word.ofLength(29));
  }

  /** Names that begin with a letter, as names of Services do. */
  static Arbitrary<String> prefixes() {
    return names().filter(name -> Character.isLetter(name.charAt(0)));
  }

  static Arbitrary<String> accounts() {
    return Arbitraries.strings().withCharRange('0', '9').ofLength(12);
  }

  static Arbitrary<Optional<String>> maybe(String... texts) {
    return Arbitraries.of(
        Stream.concat(Stream.of(Optional.<String>empty()), Stream.of(texts).map(Optional::of))
            .toList());
  }

  static Arbitrary<String> regions() {
    return Arbitraries.of(
        "us-east-1", "us-east-2", "eu-west-1", "ap-southeast-2", "cn-north-1", "us-gov-west-1");
  }

  static Arbitrary<Map<String, Double>> thresholds() {
    return Arbitraries.maps(
            Arbitraries.of(ALARMS), Arbitraries.of(0.5, 1.0, 50.0, 99.0).map(Double::valueOf))
        .ofMaxSize(ALARMS.size());
  }

  static Arbitrary<Set<String>> subscribers() {
    return Arbitraries.of("ops@example.com", "dev@example.com").set().ofMaxSize(2);
  }

  /** Each name at most once, some override what the operator gives. */
  static Arbitrary<List<EnvEntry>> env() {
    var texts = Arbitraries.of("neural", "5", "x");
    var plain =
        Combinators.combine(Arbitraries.of("POLLY_ENGINE", "RATE_LIMIT_MAX", "GREETING"), texts)
            .as((name, value) -> new EnvEntry(name, value, null));
    var secret =
        texts.map(
            text ->
                new EnvEntry(
                    "API_KEY", null, new EnvEntry.Source(new EnvEntry.SecretKey("keys", text))));
    return Arbitraries.oneOf(plain, secret).list().uniqueElements(EnvEntry::name).ofMaxSize(4);
  }

  static Arbitrary<Map<String, Quantity>> requests() {
    return quantities("50m", "0.2", "2", "100Mi", "1536Mi");
  }

  /** Never below a request above. */
  static Arbitrary<Map<String, Quantity>> limits() {
    return quantities("2500m", "3", "4", "2Gi", "4096Mi");
  }

  static Arbitrary<Map<String, String>> nodeSelectors() {
    return Arbitraries.of(Map.of(), Map.of("disk", "ssd"), Map.of("disk", "hdd", "pool", "speech"));
  }

  static Arbitrary<List<TolerationSpec>> tolerations() {
    var any = new TolerationSpec(null, "Exists", null, null, null);
    var spot = new TolerationSpec("spot", "Equal", "true", "NoExecute", 60L);
    return Arbitraries.of(List.of(), List.of(any), List.of(spot), List.of(any, spot));
  }

  private static Arbitrary<Map<String, Quantity>> quantities(String... cpuThenMemory) {
    var cpu = List.of(cpuThenMemory).subList(0, 3);
    var memory = List.of(cpuThenMemory).subList(3, 5);
    return Combinators.combine(Arbitraries.of(cpu).optional(), Arbitraries.of(memory).optional())
        .as(
            (someCpu, someMemory) -> {
              var map = new java.util.TreeMap<String, Quantity>();
              someCpu.ifPresent(text -> map.put("cpu", new Quantity(text)));
              someMemory.ifPresent(text -> map.put("memory", new Quantity(text)));
              return map;
            });
  }
}
