package io.soundbite.operator.aws;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Clients whose answers to one operation are changed by a stranger. Where the service says that
 * there is no such thing, the stranger has made it.
 */
final class Altering {
  private volatile Map<String, UnaryOperator<SdkPojo>> changes = Map.of();

  /** From now on the answers to {@code operation} are what {@code change} makes of them. */
  void change(String operation, UnaryOperator<SdkPojo> change) {
    changes = Map.of(operation.toLowerCase(Locale.ROOT), change);
  }

  /** The client {@code real} with such answers. */
  <C> C of(Class<C> type, C real) {
    InvocationHandler calls = (proxy, method, arguments) -> call(proxy, real, method, arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
  }

  /** Other forms of a call, as those of pages, come to the plain one. */
  private Object call(Object proxy, Object real, Method method, Object[] arguments)
      throws Throwable {
    if (arguments == null || !(arguments[0] instanceof SdkRequest) || isForm(method)) {
      return method.isDefault()
          ? InvocationHandler.invokeDefault(proxy, method, arguments)
          : method.invoke(real, arguments);
    }
    var change = changes.get(method.getName().toLowerCase(Locale.ROOT));
    try {
      var answer = method.invoke(real, arguments);
      return change == null ? answer : change.apply((SdkPojo) answer);
    } catch (InvocationTargetException e) {
      if (change != null && e.getCause() instanceof AwsServiceException) {
        return change.apply(empty(method.getReturnType()));
      }
      throw e.getCause();
    }
  }

  private static boolean isForm(Method method) {
    return method.getName().endsWith("Paginator");
  }

  private static SdkPojo empty(Class<?> type) throws ReflectiveOperationException {
    return (SdkPojo) ((SdkBuilder<?, ?>) type.getMethod("builder").invoke(null)).build();
  }
}
