package io.soundbite.operator.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * One member of an answer that is not what it was.
 *
 * @param added whether lists get one item more; else each of their items is changed
 */
record Alteration(boolean added) {
  private static final String DOCUMENT =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
          + "\"Action\":\"*\",\"Resource\":\"*\"}]}";

  private static final Map<String, String> TEXTS =
      Map.of(
          "RedrivePolicy",
          "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:1:x\",\"maxReceiveCount\":\"7\"}",
          "RedriveAllowPolicy",
          "{\"redrivePermission\":\"denyAll\"}",
          "DashboardBody",
          "{\"widgets\":[]}",
          "lifecyclePolicyText",
          "{\"rules\":[]}",
          "SqsManagedSseEnabled",
          "false");

  /** Returns {@code answer} with the member at {@code steps} changed. */
  SdkPojo of(SdkPojo answer, List<String> steps) {
    var field =
        answer.sdkFields().stream()
            .filter(it -> it.memberName().equals(steps.getFirst()))
            .findFirst()
            .orElseThrow();
    return ModelMembers.with(answer, field, value(field, field.getValueOrDefault(answer), steps));
  }

  private Object value(SdkField<?> field, @Nullable Object before, List<String> steps) {
    var rest = steps.subList(1, steps.size());
    return switch (field.marshallingType().getTargetClass().getSimpleName()) {
      case "SdkPojo" -> {
        var model = (SdkPojo) ((SdkBuilder<?, ?>) field.constructor().get()).build();
        var pojo = before == null ? model : (SdkPojo) before;
        yield rest.isEmpty() ? pojo : of(pojo, rest);
      }
      case "List" -> {
        var item = field.getTrait(ListTrait.class).memberFieldInfo();
        var items = new ArrayList<Object>();
        if (before instanceof List<?> there) {
          there.forEach(it -> items.add(added ? it : value(item, it, steps)));
        }
        if (added || items.isEmpty()) {
          items.add(value(item, null, steps));
        }
        yield items;
      }
      case "Map" -> {
        var entries = new HashMap<Object, Object>();
        if (before instanceof Map<?, ?> there) {
          entries.putAll(there);
        }
        var key = rest.getFirst();
        var item = field.getTrait(MapTrait.class).valueFieldInfo();
        entries.put(key, value(item, entries.get(key), rest));
        yield entries;
      }
      case "String" -> text(steps.getFirst());
      case "Boolean" -> !Boolean.TRUE.equals(before);
      case "Integer" -> before == null ? 7 : (Integer) before + 7;
      case "Long" -> before == null ? 7L : (Long) before + 7L;
      case "Double" -> before == null ? 7.0 : (Double) before + 7.0;
      case "Instant" -> Instant.EPOCH;
      default -> throw new AssertionError("no value for " + field.marshallingType());
    };
  }

  /** What a service could answer: a number is text among attributes. */
  private static String text(String member) {
    var document =
        member.endsWith("Policy") || member.endsWith("Document") || member.equals("policyText");
    return TEXTS.getOrDefault(member, document ? DOCUMENT : "7");
  }
}
