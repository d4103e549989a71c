"""Tests of the pinned Java; `make test-image` runs them."""

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "sandbox"))

import debian
import runtime
from driver import soundbite
from driver.place import Trouble


class Digest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = Path(directory.name)
        (self.root / "lib").mkdir()
        (self.root / "lib" / "modules").write_text("java.base")
        self.before = runtime.digest(self.root)

    def test_is_of_content_and_not_of_times(self):
        (self.root / "lib" / "modules").write_text("java.base")
        self.assertEqual(self.before, runtime.digest(self.root))

    def test_changes_with_content(self):
        (self.root / "lib" / "modules").write_text("java.bass")
        self.assertNotEqual(self.before, runtime.digest(self.root))

    def test_changes_with_a_file_more(self):
        (self.root / "lib" / "libextra.so").write_text("")
        self.assertNotEqual(self.before, runtime.digest(self.root))

    def test_changes_with_a_name(self):
        (self.root / "lib" / "modules").rename(self.root / "lib" / "module")
        self.assertNotEqual(self.before, runtime.digest(self.root))


class Link(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.target = Path(cls.directory.name) / "java"
        cls.linked = runtime.jlink(Path(soundbite.jdk()), cls.target)

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()

    def lock(self, *lines):
        file = Path(self.directory.name) / "java.lock"
        file.write_text("".join(line + "\n" for line in ("# comment", *lines)))
        return mock.patch.object(runtime, "LOCK", file)

    def link(self, newer=False):
        with mock.patch.object(runtime, "jlink", return_value=self.linked):
            return runtime.link(self.target, newer)

    def test_linking_again_gives_the_same_bytes(self):
        self.assertEqual(self.linked, runtime.jlink(Path(soundbite.jdk()), self.target))

    def test_takes_what_is_pinned(self):
        version, sha = self.linked
        with self.lock(f"other 1 {sha}", f"{debian.architecture()} {version} {sha}"):
            self.assertEqual(version, self.link())

    def test_refuses_the_same_version_with_other_content(self):
        with self.lock(f"{debian.architecture()} {self.linked[0]} {'0' * 64}"):
            with self.assertRaisesRegex(Trouble, "make image-lock"):
                self.link()

    def test_refuses_what_is_pinned_for_another_architecture(self):
        with self.lock(f"other {' '.join(self.linked)}"):
            with self.assertRaisesRegex(Trouble, "none"):
                self.link()

    def test_takes_any_where_newer_ones_will_do_and_says_so(self):
        output = io.StringIO()
        with self.lock(), contextlib.redirect_stdout(output):
            self.assertEqual(self.linked[0], self.link(newer=True))
        self.assertIn("Taking this one", output.getvalue())


if __name__ == "__main__":
    unittest.main()
