package io.soundbite.operator;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Logs what is of level INFO or above. Quarkus begins with everything, down to each request and
 * event, and keeps it in memory until an application tells it the level.
 */
public final class TestLogging implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Logger.getLogger("").setLevel(Level.INFO);
  }
}
