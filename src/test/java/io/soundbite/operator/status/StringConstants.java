package io.soundbite.operator.status;

import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.Map;

/** Collects the variables of a source file that are initialized with a text. */
final class StringConstants extends TreeScanner<Void, Void> {
  private final Map<String, String> constants;
  private final String file;

  /**
   * @param constants where they go, by the name of their file and their own, as {@code Step.NAME}
   * @param file its name without {@code .java}
   */
  StringConstants(Map<String, String> constants, String file) {
    this.constants = constants;
    this.file = file;
  }

  @Override
  public Void visitVariable(VariableTree variable, Void none) {
    if (variable.getInitializer() instanceof LiteralTree literal
        && literal.getValue() instanceof String text) {
      constants.put(file + "." + variable.getName(), text);
    }
    return super.visitVariable(variable, none);
  }
}
