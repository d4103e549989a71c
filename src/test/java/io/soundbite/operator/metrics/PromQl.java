package io.soundbite.operator.metrics;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an expression of Prometheus reads. It knows the part of the language that the dashboard and
 * the alerts use, and refuses everything else.
 */
public final class PromQl {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\\d+(?:\\.\\d+)?|\"[^\"]*\"|\\[(?:\\d+[smhd]|\\$__rate_interval)\\]|[a-zA-Z_:][\\w:]*|=~|!~|!=|==|>=|<=|[-+*/<>=(){},])");
  private static final Set<String> AGGREGATIONS = Set.of("sum", "max", "min", "avg", "count");
  private static final Set<String> FUNCTIONS =
      Set.of("rate", "increase", "max_over_time", "histogram_quantile", "absent");
  private static final Set<String> OPERATORS =
      Set.of("+", "-", "*", "/", "==", "!=", ">", "<", ">=", "<=", "and", "or", "unless");
  private static final Set<String> COMPARISONS = Set.of("=", "!=", "=~", "!~");

  /** A condition on a label. */
  public record Matcher(String label, String comparison, String value) {}

  /** One reading of a metric. */
  public record Selector(String metric, List<Matcher> matchers) {}

  /** Labels that results are grouped or joined by, and of what. */
  public record Grouping(Set<String> labels, Set<Selector> of) {}

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private final Set<Selector> selectors = new LinkedHashSet<>();
  private final List<Grouping> groupings = new ArrayList<>();
  private int at;

  /**
   * Reads an expression.
   *
   * @throws AssertionError when it is none
   */
  public PromQl(String text) {
    this.text = text.strip();
    var matcher = TOKEN.matcher(this.text);
    while (matcher.lookingAt()) {
      tokens.add(matcher.group(1));
      matcher.region(matcher.end(), this.text.length());
    }
    require(matcher.regionStart() == this.text.length(), "what is at " + matcher.regionStart());
    expression();
    require(at == tokens.size(), "more than an expression");
  }

  /** Everything that it reads. */
  public Set<Selector> selectors() {
    return selectors;
  }

  /** What it groups and joins by. */
  public List<Grouping> groupings() {
    return groupings;
  }

  private Set<Selector> expression() {
    var read = new LinkedHashSet<>(operand());
    while (OPERATORS.contains(peek())) {
      next();
      var labels = peek().equals("on") ? grouping() : Set.<String>of();
      read.addAll(operand());
      groupings.add(new Grouping(labels, Set.copyOf(read)));
    }
    return read;
  }

  private Set<Selector> operand() {
    var token = next();
    if (token.equals("(")) {
      var read = expression();
      take(")");
      return read;
    }
    if (Character.isDigit(token.charAt(0))) {
      return Set.of();
    }
    if (AGGREGATIONS.contains(token)) {
      var labels = peek().equals("by") ? grouping() : Set.<String>of();
      var read = arguments();
      groupings.add(new Grouping(labels, read));
      return read;
    }
    return FUNCTIONS.contains(token) ? arguments() : Set.of(selector(token));
  }

  private Set<Selector> arguments() {
    take("(");
    var read = new LinkedHashSet<>(expression());
    while (peek().equals(",")) {
      next();
      read.addAll(expression());
    }
    take(")");
    return read;
  }

  /** {@code by (a, b)} or {@code on (a)}. */
  private Set<String> grouping() {
    next();
    take("(");
    var labels = new LinkedHashSet<String>();
    do {
      labels.add(name());
    } while (next().equals(","));
    require(tokens.get(at - 1).equals(")"), "no end of a grouping");
    return labels;
  }

  private Selector selector(String metric) {
    require(Character.isLetter(metric.charAt(0)) && !peek().equals("("), metric);
    var matchers = new ArrayList<Matcher>();
    if (peek().equals("{")) {
      do {
        next();
        var label = name();
        var comparison = next();
        require(COMPARISONS.contains(comparison), comparison);
        var value = next();
        require(value.startsWith("\""), value);
        matchers.add(new Matcher(label, comparison, value.substring(1, value.length() - 1)));
      } while (peek().equals(","));
      take("}");
    }
    if (peek().startsWith("[")) {
      next();
    }
    var selector = new Selector(metric, matchers);
    selectors.add(selector);
    return selector;
  }

  private String name() {
    var name = next();
    require(Character.isLetter(name.charAt(0)), name);
    return name;
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String next() {
    require(at < tokens.size(), "its end");
    return tokens.get(at++);
  }

  private void take(String token) {
    var found = next();
    require(found.equals(token), found + " instead of " + token);
  }

  private void require(boolean condition, String wrong) {
    if (!condition) {
      throw new AssertionError("not understood: " + wrong + ", in " + text);
    }
  }
}
