package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.soundbite.operator.Sandbox;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Lets something happen while a status is on its way: after it was made, before it is sent. */
final class HeldStatusPatches implements Interceptor {
  private final ConcurrentMap<String, Runnable> actions = new ConcurrentHashMap<>();

  /** A client whose status patches are held. */
  KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(Sandbox.kubeconfig())
        .withHttpClientBuilderConsumer(it -> it.addOrReplaceInterceptor("held", this))
        .build();
  }

  /** Holds the next status patch of {@code environment} until {@code action} is done. */
  void hold(String environment, Runnable action) {
    actions.put(environment, action);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    var path = request.uri().getPath().split("/", -1);
    if (request.method().equals("PATCH")
        && path[path.length - 1].equals("status")
        && path[path.length - 3].equals("soundbiteenvironments")) {
      Optional.ofNullable(actions.remove(path[path.length - 2])).ifPresent(Runnable::run);
    }
  }
}
