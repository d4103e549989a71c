package io.soundbite.operator.aws;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where AWS calls go, whoever signs them.
 *
 * @param endpoint null on AWS
 * @param tenant as whom a tenant's endpoint is called, which nobody else calls; null elsewhere
 */
record Site(String region, @Nullable URI endpoint, Scope.Credentials.@Nullable Dummy tenant) {}
