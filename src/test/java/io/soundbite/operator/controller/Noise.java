package io.soundbite.operator.controller;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who changes one environment's spec five times a second until this is closed. */
final class Noise implements AutoCloseable {
  private final AtomicInteger changes = new AtomicInteger();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final CompletableFuture<Void> failed = new CompletableFuture<>();

  Noise(Kubectl kubectl, String name) {
    timer.scheduleAtFixedRate(() -> change(kubectl, name), 0, 200, TimeUnit.MILLISECONDS);
  }

  /** How many there were; fails when one did. */
  int changes() {
    failed.getNow(null);
    return changes.get();
  }

  private void change(Kubectl kubectl, String name) {
    try {
      kubectl.change(name, "retentionDays", changes.incrementAndGet() % 2 == 0 ? 7 : 14);
    } catch (RuntimeException e) {
      failed.completeExceptionally(e);
      throw e; // which ends it
    }
  }

  @Override
  public void close() {
    timer.shutdown();
  }
}
