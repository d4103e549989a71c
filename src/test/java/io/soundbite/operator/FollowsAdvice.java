package io.soundbite.operator;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The test brings the reason about on the sandbox, follows what docs/errors.md advises, and sees
 * that the reason is gone.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface FollowsAdvice {
  /** First cells of rows of docs/errors.md. */
  String[] value();
}
