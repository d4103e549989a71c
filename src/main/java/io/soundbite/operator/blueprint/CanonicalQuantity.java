package io.soundbite.operator.blueprint;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/**
 * A quantity as the API server writes it back: {@code 0.5} as {@code 500m}, {@code 1024Mi} as
 * {@code 1Gi}. Written otherwise it would differ from what is there for ever.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity,
 *     canonical form</a>
 */
final class CanonicalQuantity {
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final List<String> DECIMAL =
      List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
  private static final int NANO = -9;
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

  private CanonicalQuantity() {}

  /** The canonical text of {@code quantity}. */
  static String text(Quantity quantity) {
    var amount =
        quantity.getNumericalAmount().setScale(-NANO, RoundingMode.UP).stripTrailingZeros();
    if (amount.signum() == 0) {
      return "0";
    }
    var format = quantity.getFormat();
    if (format.endsWith("i") && amount.scale() <= 0 && amount.abs().compareTo(KIBI) >= 0) {
      return binary(amount.toBigIntegerExact());
    }
    var exponent = Math.floorDiv(-amount.scale(), 3) * 3;
    if (isExponent(format)) {
      return amount.movePointLeft(exponent).toPlainString() + (exponent == 0 ? "" : "e" + exponent);
    }
    exponent = Math.min(exponent, (DECIMAL.size() - 1) * 3 + NANO);
    return amount.movePointLeft(exponent).toPlainString() + DECIMAL.get((exponent - NANO) / 3);
  }

  /**
   * One text for each amount, whatever it was written as, so that {@code 1Gi} and {@code
   * 1073741824} compare as equal; what is no quantity is itself.
   */
  static Tree byAmount(Tree quantity) {
    try {
      var amount = new Quantity(String.valueOf(quantity.plain())).getNumericalAmount();
      var kibis = amount.divideAndRemainder(KIBI);
      return new Tree.Str(
          kibis[0].signum() != 0 && kibis[1].signum() == 0
              ? text(new Quantity(kibis[0].toPlainString(), "Ki"))
              : text(new Quantity(amount.toPlainString(), "")));
    } catch (IllegalArgumentException | ArithmeticException notOne) {
      return quantity; // the API server will say so
    }
  }

  private static String binary(BigInteger amount) {
    var power = Math.min(amount.getLowestSetBit() / 10, BINARY.size() - 1);
    return amount.shiftRight(10 * power) + BINARY.get(power);
  }

  private static boolean isExponent(String format) {
    return format.matches("[eE][+-]?[0-9]+");
  }
}
