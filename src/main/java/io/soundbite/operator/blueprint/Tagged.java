package io.soundbite.operator.blueprint;

import java.util.Map;

/** A resource that carries its owner in its tags. */
public interface Tagged {
  /** Which resource this is. */
  Key key();

  /** Wanted tags; when observed, the values of the wanted keys only: strangers' tags are kept. */
  Map<String, String> tags();
}
