package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.soundbite.operator.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A process that stands still, until it is closed. */
record Paused(long pid) implements AutoCloseable {

  /** Pauses the process of that id. */
  static Paused process(long pid) {
    signal("STOP", pid);
    return new Paused(pid);
  }

  /** Pauses the sandbox's API server. */
  static Paused apiServer() {
    try {
      var file = Sandbox.directory().resolve("pids/kube-apiserver").toFile();
      return process(new ObjectMapper().readTree(file).path("pid").asLong());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has it go on, if it is still there. */
  @Override
  public void close() {
    if (ProcessHandle.of(pid).isPresent()) {
      signal("CONT", pid);
    }
  }

  private static void signal(String signal, long pid) {
    try {
      var kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start();
      assertThat(kill.waitFor()).as("kill -%s %d", signal, pid).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
