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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** S3 that answers each call with nothing set, or refuses it as it is told. */
final class ScriptedS3 implements InvocationHandler {
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private final Map<String, Queue<RuntimeException>> refusals = new ConcurrentHashMap<>();
  private final List<String> underWay = new ArrayList<>();
  private final Map<String, Integer> most = new HashMap<>();

  S3Client client() {
    return proxy(S3Client.class);
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
      var builder = method.getReturnType().getMethod("builder").invoke(null);
      return ((SdkBuilder<?, ?>) builder).build();
    } finally {
      end(operation);
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
