package io.soundbite.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/** TEMPORARY. */
public record EventRecorder(KubernetesClient client, Clock clock) {}
