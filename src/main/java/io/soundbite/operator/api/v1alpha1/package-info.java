/**
 * The custom resource {@code SoundBiteEnvironment}: what people write and what the operator
 * answers.
 *
 * <p>Everything here mirrors the CRD; defaults and rules live in the schema, and the records apply
 * the same defaults so that a resource built in code means what one from the API server means.
 */
@NullMarked
package io.soundbite.operator.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
