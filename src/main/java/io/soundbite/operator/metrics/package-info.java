/**
 * What Prometheus reads: the state of environments as gauges, what happened as counters. Series of
 * one environment carry its namespace and name, and go when it does.
 */
@NullMarked
package io.soundbite.operator.metrics;

import org.jspecify.annotations.NullMarked;
