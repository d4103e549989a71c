/**
 * What the operator answers: conditions, counts, events. Built once per reconcile, pure but for an
 * injected time.
 */
@NullMarked
package io.soundbite.operator.status;

import org.jspecify.annotations.NullMarked;
