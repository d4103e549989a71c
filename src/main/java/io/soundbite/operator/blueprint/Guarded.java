package io.soundbite.operator.blueprint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component that protects data or history: a flag that is on, or a number of days, where 0 says
 * that nobody has set one. Less of it is never written without leave.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Guarded {}
