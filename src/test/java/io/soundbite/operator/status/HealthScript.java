package io.soundbite.operator.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/** The health check for Argo CD, with the libraries that Argo CD gives it. */
final class HealthScript {
  static final Path FILE = Path.of("deploy/argocd/health.lua");
  private static final ObjectMapper JSON = new ObjectMapper();

  private HealthScript() {}

  /** What it says: {@code <status> <message>}. */
  static String judge(Map<String, Object> metadata, EnvironmentStatus status) {
    var resource = JSON.createObjectNode();
    resource.set("metadata", JSON.valueToTree(metadata));
    resource.set("status", JSON.valueToTree(status));
    return judge(resource);
  }

  static String judge(JsonNode resource) {
    var globals = new Globals();
    globals.load(new BaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    LoadState.install(globals);
    LuaC.install(globals);
    globals.set("obj", lua(resource));
    try {
      var answer = globals.load(Files.readString(FILE), "health.lua").call();
      return answer.get("status").checkjstring() + " " + answer.get("message").checkjstring();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LuaValue lua(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> {
        var table = new LuaTable();
        json.properties().forEach(it -> table.set(it.getKey(), lua(it.getValue())));
        yield table;
      }
      case ARRAY -> {
        var table = new LuaTable();
        json.forEach(it -> table.insert(0, lua(it)));
        yield table;
      }
      case NUMBER -> LuaValue.valueOf(json.doubleValue());
      case BOOLEAN -> LuaValue.valueOf(json.booleanValue());
      case NULL, MISSING -> LuaValue.NIL;
      default -> LuaValue.valueOf(json.asText());
    };
  }
}
