package io.soundbite.operator.kube;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Clock;
import io.fabric8.kubernetes.client.KubernetesClient;

/** TEMPORARY. */
public record EventRecorder(KubernetesClient client, Clock clock) {
}
