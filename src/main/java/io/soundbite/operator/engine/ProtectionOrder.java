package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.FieldDiff.Nature;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of two values of a field protects data, history or access more. A value that others set and
 * that protects more is not replaced by one that protects less without permission.
 */
sealed interface ProtectionOrder {

  /** Returns what writing {@code want} where {@code have} is means. */
  Nature nature(@Nullable Object want, @Nullable Object have);

  /** Returns the order of the values at {@code key} of a map. */
  default ProtectionOrder at(String key) {
    return this;
  }

  private static Nature weakening(boolean less) {
    return less ? Nature.WEAKENING : Nature.PLAIN;
  }

  private static Nature expiring(boolean less) {
    return less ? Nature.EXPIRING : Nature.PLAIN;
  }

  /** True protects more. */
  record Flag() implements ProtectionOrder {
    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      return weakening(Boolean.TRUE.equals(have) && !Boolean.TRUE.equals(want));
    }
  }

  /** A switch of something that deletes: true protects less. */
  record Deletes() implements ProtectionOrder {
    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      return expiring(Boolean.TRUE.equals(want) && !Boolean.TRUE.equals(have));
    }
  }

  /**
   * A time after which something is deleted: longer protects more, and none, which keeps it for
   * ever, protects most.
   *
   * @param shorter what a shorter time means
   */
  record KeptFor(Nature shorter) implements ProtectionOrder {
    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      if (want == null) {
        return Nature.PLAIN;
      }
      if (have == null) {
        return Nature.EXPIRING;
      }
      return time(want) < time(have) ? shorter : Nature.PLAIN;
    }

    private static long time(Object value) {
      return switch (value) {
        case Duration duration -> duration.toSeconds();
        case Number number -> number.longValue();
        default -> throw new IllegalArgumentException("no time: " + value);
      };
    }
  }

  /** Something by which the service deletes: none protects most, another is not comparable. */
  record ExpiresBy() implements ProtectionOrder {
    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      return expiring(want != null);
    }
  }

  /** The prefix of what is deleted: a longer one is about less. */
  record DeletesBelow() implements ProtectionOrder {
    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      return expiring(
          want instanceof String wide && !(have instanceof String one && wide.startsWith(one)));
    }
  }

  /**
   * Values from the least protection to the most. None is below all; what is not listed is above,
   * since it is not known to be less.
   */
  record Ladder(List<String> rungs) implements ProtectionOrder {
    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      return weakening(rung(want) < rung(have));
    }

    private int rung(@Nullable Object value) {
      if (value == null) {
        return -1;
      }
      var at = rungs.indexOf(value.toString());
      return at < 0 ? rungs.size() : at;
    }
  }

  /** Anything protects more than nothing; of two values none protects more. */
  record Presence() implements ProtectionOrder {
    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      return weakening(want == null && have != null);
    }
  }

  /** A policy that denies more and allows nothing more is narrower, and protects more. */
  record Narrower() implements ProtectionOrder {
    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      var wanted = statements(want);
      var extra = statements(have).stream().filter(it -> !wanted.contains(it)).toList();
      return weakening(
          !extra.isEmpty()
              && extra.stream().allMatch(Narrower::denies)
              && statements(have).containsAll(wanted));
    }

    private static boolean denies(Tree statement) {
      return statement instanceof Tree.Obj it && it.text("Effect").equals("Deny");
    }

    private static List<Tree> statements(@Nullable Object value) {
      return switch (value) {
        case Policy policy -> statements(policy.document());
        case Tree.Obj document when document.get("Statement") != null ->
            statements(document.get("Statement"));
        case Tree.Arr(var items) -> items;
        case null, default -> List.of();
      };
    }
  }

  /** Managed policies of AWS that deny, and allow nothing, protect more than none. */
  record DenyingPolicies() implements ProtectionOrder {
    private static final String DENYING =
        "arn:aws[a-z-]*:iam::aws:policy/(AWSDenyAll|AWSCompromisedKeyQuarantine.*)";

    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      return weakening(
          want instanceof Set<?> wanted
              && have instanceof Set<?> attached
              && attached.containsAll(wanted)
              && attached.size() > wanted.size()
              && attached.stream()
                  .filter(it -> !wanted.contains(it))
                  .allMatch(it -> it.toString().matches(DENYING)));
    }
  }

  /**
   * Rules of an ECR lifecycle policy: fewer of them, and higher counts, keep more images.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html">Parameters
   *     of a lifecycle policy</a>
   */
  record ImagesKept() implements ProtectionOrder {
    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      var wanted = rules(want);
      return expiring(
          !wanted.isEmpty()
              && rules(have).stream()
                  .allMatch(rule -> wanted.stream().anyMatch(it -> keepsAsMuch(rule, it))));
    }

    private static boolean keepsAsMuch(Tree.Obj have, Tree.Obj want) {
      return uncounted(have).equals(uncounted(want)) && count(have) >= count(want);
    }

    private static Tree.Obj uncounted(Tree.Obj rule) {
      return rule.with("selection", rule.object("selection").without("countNumber"));
    }

    private static long count(Tree.Obj rule) {
      return rule.object("selection").get("countNumber") instanceof Tree.Num(var number)
          ? number.longValue()
          : 0;
    }

    private static List<Tree.Obj> rules(@Nullable Object value) {
      return switch (value) {
        case Tree.Obj policy -> policy.items("rules").toList();
        case Tree.Arr(var items) ->
            items.stream().filter(Tree.Obj.class::isInstance).map(Tree.Obj.class::cast).toList();
        case null, default -> List.of();
      };
    }
  }

  /** A record whose own components have orders; having none at all is as {@code absent} says. */
  record Parts(ProtectionOrder absent) implements ProtectionOrder {
    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      return absent.nature(want, have);
    }
  }

  /**
   * Entries of a map of which some protect.
   *
   * @param keys of those, as a regular expression
   * @param others the order of the rest
   */
  record ByKey(String keys, ProtectionOrder order, None others) implements ProtectionOrder {
    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      return others.nature(want, have);
    }

    @Override
    public ProtectionOrder at(String key) {
      return key.matches(keys) ? order : others;
    }
  }

  /**
   * No value protects more than another.
   *
   * @param reason why
   */
  record None(String reason) implements ProtectionOrder {
    @Override
    public Nature nature(@Nullable Object want, @Nullable Object have) {
      return Nature.PLAIN;
    }
  }
}
