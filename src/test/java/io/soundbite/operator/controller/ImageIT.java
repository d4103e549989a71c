package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container image: what is in it, and that it runs as a restricted pod would. */
@Tag("packaged")
class ImageIT {
  /** What Java takes for the memory of a small container: a limit takes rights that few have. */
  private static final String SMALL = "-XX:MaxRAM=512m";

  private static ContainerImage image;
  private static OperatorUnderTest world;
  private static PackagedOperator operator = new PackagedOperator();

  @BeforeAll
  static void start() {
    world = OperatorUnderTest.withAccount("000000000000");
    image = ContainerImage.built().with("JDK_JAVA_OPTIONS", SMALL);
    operator = new PackagedOperator(image.instead()).start();
  }

  @AfterAll
  static void stop() {
    operator.close();
    world.close();
  }

  @Test
  void makesAnEnvironmentFromItsReadOnlyRoot() {
    var name = world.namespace(); // nobody else's in the account that all packaged operators use
    world.ready(name, name, Map.of());

    assertThat(operator.get("/q/health/ready")).contains("\"status\": \"UP\"");
    assertThat(proc("mountinfo")).containsPattern("(?m)^\\S+ \\S+ \\S+ \\S+ / ro,");
    assertThat(operator.log()).noneMatch(line -> line.contains("Read-only file system"));
  }

  @Test
  void isNobodyInParticularAndCanBecomeNobodyElse() throws IOException {
    assertThat(image.configuration().path("User").asText()).isEqualTo("65532:65532");
    assertThat(proc("status"))
        .doesNotContainPattern("Uid:.*\\s0\\s")
        .doesNotContainPattern("Gid:.*\\s0\\s")
        .containsPattern("CapEff:\\s0{16}\\n")
        .containsPattern("NoNewPrivs:\\s1\\n");
  }

  /** A cache that does not fit the class path or the collector would quietly not be used. */
  @Test
  void startsFromItsAotCache() {
    assertThat(proc("maps")).contains("/opt/soundbite/operator.aot");
  }

  @Test
  void holdsNothingToRunButJava() {
    assertThat(image.files())
        .filteredOn(file -> permissions(file).contains(PosixFilePermission.OTHERS_EXECUTE))
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder(
            "java", "jspawnhelper", "ld-linux-x86-64.so.2", "ld-linux-x86-64.so.2");
    assertThat(image.files()).noneMatch(ImageIT::changesUser);
    assertThat(image.files())
        .allMatch(file -> permissions(file).contains(PosixFilePermission.OTHERS_READ))
        .noneMatch(file -> permissions(file).contains(PosixFilePermission.OTHERS_WRITE));
  }

  @Test
  void listsAllThatItConsistsOf() throws IOException {
    var bom =
        new ObjectMapper()
            .readTree(image.root().resolve("usr/share/sbom/soundbite-operator.cdx.json").toFile());
    var listed =
        StreamSupport.stream(bom.path("components").spliterator(), false)
            .map(it -> it.path("group").asText() + "." + it.path("name").asText())
            .toList();

    assertThat(listed).contains(".libc6", ".libgcc-s1", ".openjdk");
    assertThat(image.files())
        .filteredOn(file -> file.startsWith(image.root().resolve("opt/soundbite/lib")))
        .isNotEmpty()
        .allSatisfy(
            jar ->
                assertThat(listed)
                    .anyMatch(name -> jar.getFileName().toString().startsWith(name + "-")));
  }

  @Test
  void isSignedWithACosignKeyPair(@TempDir Path keys, @TempDir Path others) throws IOException {
    cosign("generate-key-pair", keys.toString());
    cosign("generate-key-pair", others.toString());

    cosign("sign", "--key", keys.resolve("cosign.key").toString());

    cosign("verify", "--key", keys.resolve("cosign.pub").toString());
    assertThatThrownBy(() -> cosign("verify", "--key", others.resolve("cosign.pub").toString()))
        .hasMessageContaining("no matching signatures");
    Files.write(smallestLayer(), new byte[1], StandardOpenOption.APPEND);
    assertThatThrownBy(() -> cosign("verify", "--key", keys.resolve("cosign.pub").toString()))
        .hasMessageContaining("validating layers");
  }

  private static void cosign(String... arguments) {
    var command = Stream.concat(Stream.of("deploy/image/sign.py"), Arrays.stream(arguments));
    new Script(command.toArray(String[]::new)).run(Map.of("COSIGN_PASSWORD", "of the test"));
  }

  /** Of those in the signed layout: any that is no JSON. */
  private static Path smallestLayer() throws IOException {
    try (var blobs = Files.list(Path.of("target/image/signed/blobs/sha256"))) {
      return blobs
          .filter(it -> it.toFile().length() > 1 << 16)
          .min(Comparator.comparing(it -> it.toFile().length()))
          .orElseThrow();
    }
  }

  private static boolean changesUser(Path file) {
    try {
      return ((int) Files.getAttribute(file, "unix:mode") & 06000) != 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<PosixFilePermission> permissions(Path file) {
    try {
      return Files.getPosixFilePermissions(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the kernel says of the operator's process. */
  private static String proc(String file) {
    try {
      return Files.readString(Path.of("/proc/" + operator.pid(), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
