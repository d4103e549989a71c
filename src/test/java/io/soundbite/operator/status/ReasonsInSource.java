package io.soundbite.operator.status;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The reasons that the operator's sources give to problems, to steps that are blocked, to the
 * condition Ready and to the condition Parity.
 *
 * @param ofProblems those of a {@link Problem}, wherever it is told
 * @param ofParity those that only the condition Parity has
 * @param unknown expressions for a reason that no rule below understands
 */
record ReasonsInSource(Set<String> ofProblems, Set<String> ofParity, List<String> unknown) {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Pattern REASON = Pattern.compile("[A-Z][a-z]+([A-Z][a-z]+)*");

  /** What carries a reason on that was given elsewhere. */
  private static final Pattern CARRIED =
      Pattern.compile("doing|reason|([\\w.]+(\\(\\))?\\.)*reason\\(\\)");

  private static final Set<String> LOCAL = Set.of("unknown", "waiting");

  /** What is held back for a reason, as sources call it; other methods of the name give none. */
  private static final Set<String> HELD = Set.of("steps", "want");

  /** Reads the sources. */
  static ReasonsInSource read() {
    try (var files = Files.walk(MAIN);
        var manager =
            ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
      var sources = files.filter(it -> it.toString().endsWith(".java")).toList();
      var task =
          (JavacTask)
              ToolProvider.getSystemJavaCompiler()
                  .getTask(
                      null,
                      manager,
                      null,
                      List.of("-proc:none"),
                      null,
                      manager.getJavaFileObjectsFromPaths(sources));
      var units = new ArrayList<CompilationUnitTree>();
      task.parse().forEach(units::add);
      var constants = new HashMap<String, String>();
      units.forEach(unit -> new StringConstants(constants, name(unit)).scan(unit, null));
      var found = new ReasonsInSource(new TreeSet<>(), new TreeSet<>(), new ArrayList<>());
      units.forEach(unit -> new Reasons(constants, name(unit), found).scan(unit, null));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(CompilationUnitTree unit) {
    return Path.of(unit.getSourceFile().getName())
        .getFileName()
        .toString()
        .replaceFirst("\\.java$", "");
  }

  /** Finds the expressions that give a reason. */
  private static final class Reasons extends TreeScanner<Void, Void> {
    private final Map<String, String> constants;
    private final String file;
    private final ReasonsInSource found;

    Reasons(Map<String, String> constants, String file, ReasonsInSource found) {
      this.constants = constants;
      this.file = file;
      this.found = found;
    }

    @Override
    public Void visitNewClass(NewClassTree made, Void none) {
      var arguments = made.getArguments();
      switch (made.getIdentifier().toString()) {
        case "Problem", "Unread", "Sight.Unread" -> of(arguments.getFirst(), found.ofProblems());
        case "Blocked", "Step.Blocked" -> of(arguments.get(1), found.ofProblems());
        case "Verdict" -> {
          if (arguments.size() == 5) {
            of(arguments.get(2), found.ofParity());
          }
        }
        default -> {}
      }
      return super.visitNewClass(made, none);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
      var arguments = call.getArguments();
      var selected = call.getMethodSelect().toString().replaceFirst("(?s)^.*\\.(?=set$)", "");
      // Of methods that are called without their class there may be others of the same name.
      var method = LOCAL.contains(selected) ? file + "." + selected : selected;
      switch (method + "/" + arguments.size()) {
        case "Problem.waiting/2", "step.held/2" -> of(arguments.getFirst(), found.ofProblems());
        case "Blocked.of/3", "Blocked.of/4", "Step.Blocked.of/3", "Step.Blocked.of/4" ->
            of(arguments.get(1), found.ofProblems());
        case "held/3", "held/4" -> {
          if (HELD.contains(arguments.getFirst().toString())) {
            of(arguments.get(1), found.ofProblems());
          }
        }
        case "pending/3" -> of(arguments.get(2), found.ofProblems());
        case "set/4" -> {
          if (arguments.getFirst().toString().equals("\"Ready\"")) {
            of(arguments.get(2), found.ofProblems());
          }
        }
        case "Verdict.impossible/2", "Verdict.unknown/2" ->
            of(arguments.getFirst(), found.ofParity());
        default -> {}
      }
      return super.visitMethodInvocation(call, none);
    }

    /** What is called so says the reason of something. */
    @Override
    public Void visitMethod(MethodTree method, Void none) {
      if (method.getName().contentEquals("reason")
          && method.getParameters().isEmpty()
          && method.getBody() != null) {
        found.ofProblems().addAll(in(method.getBody()));
      }
      return super.visitMethod(method, none);
    }

    private void of(ExpressionTree expression, Set<String> reasons) {
      var its = in(expression);
      reasons.addAll(its);
      if (its.isEmpty() && !CARRIED.matcher(expression.toString()).matches()) {
        found.unknown().add(file + ": " + expression);
      }
    }

    /** Literals and constants in {@code tree} that read as a reason. */
    private Set<String> in(Tree tree) {
      var reasons = new TreeSet<String>();
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void none) {
          add(Stream.of(String.valueOf(literal.getValue())));
          return null;
        }

        @Override
        public @Nullable Void visitIdentifier(IdentifierTree identifier, @Nullable Void none) {
          add(Stream.ofNullable(constants.get(file + "." + identifier.getName())));
          return null;
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree member, @Nullable Void none) {
          add(Stream.ofNullable(constants.get(member.toString())));
          return super.visitMemberSelect(member, none);
        }

        private void add(Stream<String> texts) {
          texts.filter(it -> REASON.matcher(it).matches()).forEach(reasons::add);
        }
      }.scan(tree, null);
      return reasons;
    }
  }
}
