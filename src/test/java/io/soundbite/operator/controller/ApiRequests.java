package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a client asks of the API server, but for watches. */
final class ApiRequests implements Interceptor {
  private final List<String> requests = new CopyOnWriteArrayList<>();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    var query = request.uri().getQuery();
    if (query == null || !query.contains("watch=true")) {
      requests.add(request.method() + " " + request.uri().getPath());
    }
  }

  /** How many there have been. */
  int count() {
    return requests.size();
  }

  /** Method and path of all after the first {@code count}. */
  List<String> since(int count) {
    return requests.stream().skip(count).toList();
  }
}
