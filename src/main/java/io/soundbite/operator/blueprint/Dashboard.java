package io.soundbite.operator.blueprint;

/**
 * A CloudWatch dashboard. Older endpoints can't tag it, so a text widget names its owner.
 *
 * @param body widgets, as PutDashboard takes them
 */
public record Dashboard(Key key, Tree body) implements Desired {}
