package io.soundbite.operator.promotion;

/** What a release whose image is known must pass. */
interface Gate {
  /** CamelCase. */
  String name();

  /** Whether it is open for {@code candidate}, to which no exemption applies. */
  Ruling judge(Promotion promotion, Candidate candidate);
}
