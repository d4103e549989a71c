package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Tagged;
import java.util.Map;
import java.util.function.Supplier;

/** Where the tags of a resource, its owner among them, are read from. */
@FunctionalInterface
public interface TagReader {

  /**
   * All tags of a resource, strangers' too.
   *
   * @param want with the tags it should carry
   * @param arn names it
   * @param service the service's own tag read, one call or more
   */
  Map<String, String> read(Tagged want, String arn, Supplier<Map<String, String>> service);

  /**
   * Whether the service itself has said, or says now, whose the resource is: to be asked before a
   * write. While it says otherwise than was last read the answer is no; the next reading asks it
   * too.
   */
  default boolean confirmed(Key key) {
    return true;
  }

  /**
   * The tags of a resource that the service shows no tags of yet, or no longer: those it should
   * carry. They have to be {@linkplain #confirmed confirmed} before a write.
   *
   * @param want with the tags it should carry
   * @param service the service's own tag read
   */
  default Map<String, String> assumed(Tagged want, Supplier<Map<String, String>> service) {
    return want.tags();
  }

  /** Asks the service every time. */
  static TagReader service() {
    return (want, arn, service) -> service.get();
  }
}
