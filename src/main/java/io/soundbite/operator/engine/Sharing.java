package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import java.util.List;
import java.util.Map;

/**
 * Says which scopes share listings, so that what they list is read at the same time.
 *
 * @param <S> the scope: everything that calls are made with
 */
public interface Sharing<S> {
  /** Returns what all scopes that share listings with {@code scope} have in common. */
  Object group(S scope);

  /** Returns whether {@code want} is read from a listing that scopes of a group share. */
  boolean shares(Desired want);

  /**
   * Is told of readings before they begin.
   *
   * @param due what is read from now on, by scope
   */
  void reading(Map<S, List<Desired>> due);

  /** Returns that no scope shares anything. */
  static <S> Sharing<S> none() {
    return new Sharing<>() {
      @Override
      public Object group(S scope) {
        return scope;
      }

      @Override
      public boolean shares(Desired want) {
        return false;
      }

      @Override
      public void reading(Map<S, List<Desired>> due) {}
    };
  }
}
