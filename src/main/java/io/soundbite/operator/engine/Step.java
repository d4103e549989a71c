package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.util.List;

/** What the planner decides for one resource. */
public sealed interface Step {

  /** Which resource. */
  Key key();

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
   */
  record Blocked(Key key, String reason, String message, List<FieldDiff> diffs) implements Step {}
}
