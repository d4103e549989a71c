package io.soundbite.operator.aws;

import java.util.Set;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Keeps something for each scope whose calls it sees. */
public interface ScopedInterceptor extends ExecutionInterceptor {
  /** Drops what it keeps for scopes other than {@code open}. */
  void retain(Set<Scope> open);
}
