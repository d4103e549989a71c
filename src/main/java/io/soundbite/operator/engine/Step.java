package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.util.List;
import java.util.Set;

/** What the planner decides for one resource. */
public sealed interface Step {
  /** The reason of what is left as others set it. */
  String CONTESTED = "Contested";

  /** The reason of what belongs to another. */
  String NAMING_CONFLICT = "NamingConflict";

  /** The reason of what others set and that protects more. */
  String DOWNGRADE = "Downgrade";

  /** The reason of what differs in a field that no write can change. */
  String IMMUTABLE = "Immutable";

  /** Which resource. */
  Key key();

  /** Whether it is a write. */
  default boolean writes() {
    return !(this instanceof Keep || this instanceof Blocked);
  }

  /** Ids of the resources that this one's is built upon, as far as the step knows them. */
  default Set<String> after() {
    return switch (this) {
      case Create(var want) -> want.after();
      case Update(var change) -> change.want().after();
      case Delete(var have, var withData) -> have.after();
      case Release(var have) -> have.after();
      case Keep keep -> Set.of();
      case Blocked blocked -> blocked.after();
    };
  }

  /** The same resource, not to be touched for now; what builds upon it has to wait as well. */
  default Blocked held(String reason, String message) {
    return new Blocked(key(), reason, message, List.of(), after());
  }

  /** It is not there: make it. */
  record Create(Desired want) implements Step {
    @Override
    public Key key() {
      return want.key();
    }
  }

  /** It differs: put it right. */
  record Update(Change<? extends Desired> change) implements Step {
    @Override
    public Key key() {
      return change.want().key();
    }
  }

  /** It goes. */
  record Delete(Desired have, boolean withData) implements Step {
    @Override
    public Key key() {
      return have.key();
    }
  }

  /** It stays, and is nobody's from now on. */
  record Release(Desired have) implements Step {
    @Override
    public Key key() {
      return have.key();
    }
  }

  /** It is as desired, or already gone. */
  record Keep(Key key) implements Step {}

  /**
   * Nothing may be done.
   *
   * @param reason CamelCase, for conditions: {@code NamingConflict}, {@code Immutable}, …
   * @param message says what is in the way and what to do
   * @param diffs what differs, where that is known
   * @param after ids of what it is built upon, which must not be taken down before it
   */
  record Blocked(Key key, String reason, String message, List<FieldDiff> diffs, Set<String> after)
      implements Step {
    public Blocked {
      diffs = List.copyOf(diffs);
      after = Set.copyOf(after);
    }

    /** Returns whether the resource is there and only some of its fields are as others set them. */
    boolean isOfFields() {
      return (reason.equals(CONTESTED) || reason.equals(DOWNGRADE)) && !diffs.isEmpty();
    }

    /** {@code want} must be left alone. */
    static Blocked of(Desired want, String reason, String message, List<FieldDiff> diffs) {
      return new Blocked(want.key(), reason, message, diffs, want.after());
    }

    /** The same, where nothing is known to differ. */
    static Blocked of(Desired want, String reason, String message) {
      return of(want, reason, message, List.of());
    }

    /** One of which is not known what it is built upon. */
    public Blocked(Key key, String reason, String message, List<FieldDiff> diffs) {
      this(key, reason, message, diffs, Set.of());
    }
  }
}
