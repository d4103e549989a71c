package io.soundbite.operator.blueprint;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;

/** Kubernetes quantities, written one way: {@code 0.5} and {@code 500m} are the same. */
final class Quantities {
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

  private Quantities() {}

  /** The quantity as the API server tends to write it; anything else is itself. */
  static Tree canonical(Tree quantity) {
    try {
      return switch (quantity) {
        case Tree.Num(var number) -> new Tree.Str(text(number));
        case Tree.Str(var text) -> new Tree.Str(text(new Quantity(text).getNumericalAmount()));
        default -> quantity;
      };
    } catch (IllegalArgumentException | ArithmeticException notOne) {
      return quantity; // the API server will say so
    }
  }

  private static String text(BigDecimal amount) {
    var value = amount.stripTrailingZeros();
    if (value.scale() > 0) {
      var milli = value.movePointRight(3).stripTrailingZeros();
      return milli.scale() > 0 ? value.toPlainString() : milli.toPlainString() + "m";
    }
    int unit = 0;
    while (value.signum() != 0 && unit < BINARY.length - 1 && value.remainder(KIBI).signum() == 0) {
      value = value.divide(KIBI);
      unit++;
    }
    return value.setScale(0).toPlainString() + BINARY[unit];
  }
}
