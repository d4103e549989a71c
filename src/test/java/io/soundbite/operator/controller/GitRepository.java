package io.soundbite.operator.controller;

/**
 * A repository that Argo CD reads, as its users change it: a clone of its name in the shell's
 * directory.
 */
record GitRepository(String name, Shell shell) {
  /** Creates an empty one, whatever an earlier test has left. */
  static GitRepository of(String name, ArgoCd argocd, Shell shell) {
    var bare = argocd.repository(name);
    shell.good(
        "rm -rf %1$s && git init --quiet --bare -b main %1$s && git clone --quiet %1$s %2$s"
            .formatted(bare, name));
    return new GitRepository(name, shell);
  }

  /** Copies {@code files} into a folder of it. */
  void add(String files, String folder) {
    shell.good("mkdir -p %1$s/%2$s && cp -r %3$s %1$s/%2$s".formatted(name, folder, files));
  }

  /** Edits a file as sed does. */
  void edit(String file, String edit) {
    shell.good("sed -i '%s' %s/%s.yaml".formatted(edit, name, file));
  }

  /** The only change of a release. */
  void tag(String environment, String tag) {
    edit(environment, "s/ tag: .*/ tag: \"%s\"/".formatted(tag));
  }

  /** Removes a file, which can be restored. */
  void remove(String file) {
    shell.good("mv %s/%s.yaml removed-%2$s.yaml".formatted(name, file));
  }

  void restore(String file) {
    shell.good("cp removed-%2$s.yaml %s/%s.yaml".formatted(name, file));
  }

  /** Commits what has changed, and pushes it. */
  void commit(String message) {
    shell.good(
        "git -C %1$s add -A && git -C %1$s commit -qm '%2$s' && git -C %1$s push -q origin HEAD:main"
            .formatted(name, message));
  }

  /** The newest commit. */
  String head() {
    return shell.run("git -C %s rev-parse HEAD".formatted(name)).output().strip();
  }
}
