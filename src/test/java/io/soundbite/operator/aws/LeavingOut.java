package io.soundbite.operator.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import software.amazon.awssdk.utils.builder.ToCopyableBuilder;

/** An endpoint that leaves members of its answers out, by the SDK's own model of them. */
final class LeavingOut implements ExecutionInterceptor {
  private final ConcurrentMap<String, SortedSet<String>> seen = new ConcurrentHashMap<>();
  private volatile Map<String, Set<String>> left = Map.of();

  /** What answers had, by operation: {@code MetricAlarms/Period}. */
  Map<String, SortedSet<String>> seen() {
    return seen;
  }

  /** From now on the answers of {@code operation} lack {@code members}. */
  void leaveOut(String operation, Set<String> members) {
    left = Map.of(operation, Set.copyOf(members));
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    var operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    members(
        "", (SdkPojo) context.response(), seen.computeIfAbsent(operation, any -> new TreeSet<>()));
    SdkPojo answer = (SdkPojo) context.response();
    for (var member : left.getOrDefault(operation, Set.of())) {
      answer = without(answer, List.of(member.split("/")));
    }
    return (SdkResponse) answer;
  }

  private static synchronized void members(String path, @Nullable Object value, Set<String> into) {
    switch (value) {
      case SdkPojo pojo -> {
        for (var field : pojo.sdkFields()) {
          var member = field.getValueOrDefault(pojo);
          if (member != null) {
            into.add(path + field.memberName());
            members(path + field.memberName() + "/", member, into);
          }
        }
      }
      case List<?> list -> list.forEach(item -> members(path, item, into));
      case Map<?, ?> map -> map.keySet().forEach(key -> into.add(path + key));
      case null, default -> {}
    }
  }

  private static SdkPojo without(SdkPojo pojo, List<String> steps) {
    if (!(pojo instanceof ToCopyableBuilder<?, ?> copyable)) {
      throw new IllegalArgumentException(pojo + " can't be copied");
    }
    var builder = copyable.toBuilder();
    for (SdkField<?> field : pojo.sdkFields()) {
      if (field.memberName().equals(steps.getFirst())) {
        var rest = steps.subList(1, steps.size());
        field.set(builder, rest.isEmpty() ? null : below(field.getValueOrDefault(pojo), rest));
      }
    }
    return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
  }

  private static @Nullable Object below(@Nullable Object value, List<String> steps) {
    return switch (value) {
      case SdkPojo pojo -> without(pojo, steps);
      case List<?> list -> {
        var all = new ArrayList<@Nullable Object>();
        list.forEach(item -> all.add(below(item, steps)));
        yield all;
      }
      case Map<?, ?> map -> {
        var all = new HashMap<Object, Object>(map);
        all.keySet().removeIf(key -> key.toString().equals(steps.getFirst()));
        yield all;
      }
      case null, default -> value;
    };
  }
}
