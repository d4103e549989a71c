package io.soundbite.operator.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The beginning of a text that others wrote: an error of AWS, the last words of a container. What
 * is kept in a status or sent in an Event is limited in bytes, and so is this.
 */
public final class Excerpt {
  private static final String NOTE = "… (cut, %d bytes in all)";

  private Excerpt() {}

  /**
   * Returns {@code text} if it fits, or its beginning with a note of how long it was.
   *
   * @param bytes in UTF-8, the note included; at least 64
   */
  public static String of(String text, int bytes) {
    if (text.length() <= bytes / 3) {
      return text;
    }
    var all = text.getBytes(UTF_8);
    if (all.length <= bytes) {
      return text;
    }
    var note = NOTE.formatted(all.length);
    var end = bytes - note.getBytes(UTF_8).length;
    while ((all[end] & 0xC0) == 0x80) { // within a character
      end--;
    }
    return new String(all, 0, end, UTF_8) + note;
  }
}
