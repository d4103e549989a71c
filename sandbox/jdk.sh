#!/bin/sh
# Prints the home of a JDK 25, or says what to install. The plain `java` of many
# machines is an older one, so JAVA_HOME and the usual places are looked at too.
version=25

is_jdk() {
  [ -x "$1/bin/javac" ] && "$1/bin/javac" -version 2>&1 | grep -q "^javac $version\b"
}

on_path=$(command -v javac 2>/dev/null)
for home in \
  "$JAVA_HOME" \
  /usr/lib/jvm/*"$version"* \
  "$(readlink -f "$on_path" 2>/dev/null | sed 's|/bin/javac$||')" \
  "$(/usr/libexec/java_home -v "$version" 2>/dev/null)" \
  "$HOME"/.sdkman/candidates/java/"$version"*; do
  if [ -n "$home" ] && is_jdk "$home"; then
    echo "$home"
    exit 0
  fi
done
echo "No JDK $version found: install one (for example Temurin $version) or point JAVA_HOME at it." >&2
exit 1
