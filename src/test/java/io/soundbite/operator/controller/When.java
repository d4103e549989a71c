package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Tells when an object first is as awaited. */
record When<T extends HasMetadata>(Predicate<T> right, CompletableFuture<Long> moment)
    implements ResourceEventHandler<T> {
  When(Predicate<T> right) {
    this(right, new CompletableFuture<>());
  }

  /** Waits for it; nanoseconds by the JVM's clock. */
  long nanos() {
    try {
      return moment.get(OperatorUnderTest.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("not in time", e);
    }
  }

  @Override
  public void onAdd(T object) {
    if (right.test(object)) {
      moment.complete(System.nanoTime());
    }
  }

  @Override
  public void onUpdate(T before, T object) {
    onAdd(object);
  }

  @Override
  public void onDelete(T object, boolean finalStateUnknown) {}
}
