package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets something happen while a status is on its way, once a client has it as its interceptor:
 * after the status was made, before it is sent.
 */
final class HeldStatusPatches implements Interceptor {
  private final ConcurrentMap<String, Runnable> actions = new ConcurrentHashMap<>();

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
