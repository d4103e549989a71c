package io.soundbite.operator.aws;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;

/**
 * Calls of clients that scopes share, made as one scope: each request brings its credentials, and
 * tells interceptors the scope. A read that AWS fails is made again ({@link ReadRetry}).
 *
 * @param credentials sign the calls
 */
record ScopedCalls(Scope scope, AwsCredentialsProvider credentials) {
  private static final ExecutionAttribute<Scope> SCOPE =
      new ExecutionAttribute<>("soundbite.ScopedCalls.scope");

  /** Returns the scope that makes a call. */
  static Scope scope(ExecutionAttributes call) {
    return call.getAttribute(SCOPE);
  }

  /** Returns {@code shared} as the scope calls it. Closing it closes nothing. */
  <C extends SdkClient> C on(Class<C> type, C shared) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer(shared, self, method, arguments)));
  }

  private @Nullable Object answer(
      SdkClient shared, Object self, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (arguments != null && arguments[0] instanceof AwsRequest request && !isListing(method)) {
      var ours = arguments.clone();
      ours[0] = signed(request);
      return ReadRetry.isRead(operation(method))
          ? ReadRetry.<@Nullable Object>on(() -> called(shared, method, ours))
          : called(shared, method, ours);
    }
    if (method.isDefault()) {
      // Comes back with a request, for each page of a listing; others the operator does not call.
      return InvocationHandler.invokeDefault(self, method, arguments);
    }
    return switch (method.getName()) {
      case "equals" -> self == Objects.requireNonNull(arguments)[0];
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> shared.serviceName() + " as " + scope;
      case "serviceName" -> shared.serviceName();
      case "close" -> null;
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }

  private static boolean isListing(Method method) {
    return method.getName().endsWith("Paginator");
  }

  /** The operation that a method of a client makes, such as {@code CreateQueue}. */
  private static String operation(Method method) {
    var name = method.getName();
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private AwsRequest signed(AwsRequest request) {
    var overrides =
        request
            .overrideConfiguration()
            .map(AwsRequestOverrideConfiguration::toBuilder)
            .orElseGet(AwsRequestOverrideConfiguration::builder)
            .credentialsProvider(credentials)
            .putExecutionAttribute(SCOPE, scope)
            .build();
    return request.toBuilder().overrideConfiguration(overrides).build();
  }

  private static @Nullable Object called(SdkClient shared, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(shared, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNullElse(e.getCause(), e);
    }
  }
}
