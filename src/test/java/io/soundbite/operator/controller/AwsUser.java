package io.soundbite.operator.controller;

import io.soundbite.operator.Sandbox;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Somebody with credentials of an account of the emulator, and an {@code aws} that takes them. */
record AwsUser(String account) {
  static final Path SUBSTITUTES = Path.of("src/test/resources/documents").toAbsolutePath();

  /** What a shell of theirs knows, beside its path. */
  Map<String, String> variables() {
    return Map.of(
        "AWS_ENDPOINT_URL",
        Sandbox.endpoint().toString(),
        "AWS_DEFAULT_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        account,
        "AWS_SECRET_ACCESS_KEY",
        "test",
        "EMULATOR_PYTHON",
        emulatorsPython());
  }

  /** The same with the path, for a process that has nothing else. */
  Map<String, String> environment() {
    var environment = new TreeMap<>(variables());
    environment.put("PATH", SUBSTITUTES + ":" + System.getenv("PATH"));
    return environment;
  }

  /** Runs a shell command, and returns what it prints; fails when it fails. */
  String run(String command) {
    return new Script("sh", "-c", command).run(environment());
  }

  /** The one with botocore in it. */
  private static String emulatorsPython() {
    var driver = "import sys; sys.path.insert(0, 'sandbox'); from driver import builds; ";
    return new Script("python3", "-c", driver + "print(builds.emulator())").run(Map.of()).strip();
  }
}
