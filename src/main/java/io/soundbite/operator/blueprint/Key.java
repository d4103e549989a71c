package io.soundbite.operator.blueprint;

/**
 * Which resource of an environment.
 *
 * @param stack the stack that lists it
 * @param id the same in every environment ({@code SoundbiteQueue}, {@code Deployment/api-blue}), so
 *     that environments compare
 * @param name what the provider calls it ({@code SoundBite-staging-SoundbiteQueue})
 */
public record Key(Stack stack, String id, String name) {
  /** How people and drift entries name it: {@code Queue/SoundbiteQueue}. */
  public String path() {
    return stack.label() + "/" + id;
  }
}
