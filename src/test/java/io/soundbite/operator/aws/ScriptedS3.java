package io.soundbite.operator.aws;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.TagResourceRequest;
import software.amazon.awssdk.services.s3control.model.UntagResourceRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** S3 that answers each call with nothing set, or refuses it as it is told. */
final class ScriptedS3 implements InvocationHandler {
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private final Map<String, Queue<RuntimeException>> refusals = new ConcurrentHashMap<>();
  private final List<String> underWay = new ArrayList<>();
  private final Map<String, Integer> most = new HashMap<>();
  private volatile Map<String, String> tagged = Map.of();
  private volatile Set<String> untagged = Set.of();

  S3Client client() {
    return proxy(S3Client.class);
  }

  S3ControlClient control() {
    return proxy(S3ControlClient.class);
  }

  /** Refuses the next call of {@code operation} that was not told to be refused yet. */
  void refuse(String operation, String code, int status) {
    refusals
        .computeIfAbsent(operation, any -> new ArrayDeque<>())
        .add(Refused.with(status, code, code));
  }

  /** All calls by operation, refused ones too. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  /** How many calls whose operations begin with {@code prefix} were under way at once. */
  synchronized int mostAtOnce(String prefix) {
    return most.getOrDefault(prefix, 0);
  }

  Map<String, String> tagged() {
    return tagged;
  }

  Set<String> untagged() {
    return untagged;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (arguments == null || arguments.length != 1 || arguments[0] instanceof Consumer) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    var operation = method.getName();
    calls.add(operation);
    begin(operation);
    try {
      var refusal = refusals.getOrDefault(operation, new ArrayDeque<>()).poll();
      if (refusal != null) {
        throw refusal;
      }
      keep(arguments[0]);
      var builder = method.getReturnType().getMethod("builder").invoke(null);
      return ((SdkBuilder<?, ?>) builder).build();
    } finally {
      end(operation);
    }
  }

  private void keep(Object request) {
    if (request instanceof TagResourceRequest it) {
      tagged = it.tags().stream().collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()));
    }
    if (request instanceof UntagResourceRequest it) {
      untagged = Set.copyOf(it.tagKeys());
    }
  }

  private synchronized void begin(String operation) {
    underWay.add(operation);
    var prefix = operation.replaceAll("[A-Z].*", "");
    var now = (int) underWay.stream().filter(it -> it.startsWith(prefix)).count();
    most.merge(prefix, now, Math::max);
  }

  private synchronized void end(String operation) {
    underWay.remove(operation);
  }

  private <T> T proxy(Class<T> type) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
  }
}
