package io.soundbite.operator.aws;

import java.util.Map;
import java.util.function.Supplier;

/** Where the tags of a resource, its owner among them, are read from. */
@FunctionalInterface
public interface TagReader {

  /**
   * All tags of a resource, strangers' too.
   *
   * @param arn names it
   * @param wanted the tags it should carry
   * @param service the service's own tag read, one call or more
   */
  Map<String, String> read(
      String arn, Map<String, String> wanted, Supplier<Map<String, String>> service);

  /** Asks the service every time: for what is read right before a write. */
  static TagReader service() {
    return (arn, wanted, service) -> service.get();
  }
}
