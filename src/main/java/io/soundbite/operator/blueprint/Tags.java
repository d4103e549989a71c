package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.TreeMap;

/** The tags that every taggable AWS resource carries. */
public record Tags(String environment, String prefix, Owner owner) {
  /** Path of the field that holds the tags, of every resource that carries them. */
  public static final String PATH = "/tags";

  public static final String OWNER = "soundbite.io/owner";
  public static final String RETAINED_BY = "soundbite.io/retained-by";
  public static final String CLOUDFORMATION_STACK = "aws:cloudformation:stack-name";

  /** Tags of a resource of {@code stack} that serves as {@code component}. */
  public Map<String, String> of(Stack stack, String component) {
    var tags = new TreeMap<String, String>();
    tags.put("Project", "SoundBite");
    tags.put("Environment", environment);
    tags.put("EnvironmentPrefix", prefix);
    tags.put("ManagedBy", "soundbite-operator");
    tags.put("Service", stack.label());
    tags.put("Component", component);
    tags.put(OWNER, owner.toString());
    return tags;
  }
}
