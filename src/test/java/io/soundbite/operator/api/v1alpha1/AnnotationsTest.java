package io.soundbite.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.status.Rivals;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnnotationsTest {
  private static SoundBiteEnvironment annotated(@Nullable Map<String, String> annotations) {
    var resource = Rivals.environment("staging", "staging", "2026-01-01T00:00:00Z");
    resource.getMetadata().setAnnotations(annotations);
    return resource;
  }

  @Test
  void areReadByName() {
    var resource = annotated(Map.of(Annotations.PAUSED, "true", "other.example/x", "1"));

    assertThat(Annotations.value(resource, "soundbite.io/paused")).contains("true");
    assertThat(Annotations.value(resource, Annotations.APPLY)).isEmpty();
  }

  @Test
  void strangersAreNotOurs() {
    var all =
        Map.of(Annotations.PAUSED, "true", Annotations.APPLY, "abc", "other.soundbite.io/x", "1");

    assertThat(Annotations.ours(annotated(all)))
        .containsExactly(
            Map.entry(Annotations.APPLY, "abc"), Map.entry(Annotations.PAUSED, "true"));
  }

  @Test
  void thereMayBeNone() {
    assertThat(Annotations.ours(annotated(null))).isEmpty();
    assertThat(Annotations.value(annotated(null), Annotations.PAUSED)).isEmpty();
  }
}
