import tempfile
import unittest
from pathlib import Path

from failed_tests import failed

REPORT = """<testsuite>
<testcase name="heals" classname="io.soundbite.DriftIT"/>
<testcase name="waits" classname="io.soundbite.DriftIT"><skipped/></testcase>
<testcase name="reports" classname="io.soundbite.DriftIT"><failure message="expected: 1&#10; but was: 2"/></testcase>
<testcase name="" classname="io.soundbite.AdviceIT"><error type="java.lang.Error">no sandbox</error></testcase>
</testsuite>"""


class FailedTests(unittest.TestCase):
    def test_names_each_test_that_failed_and_what_it_said(self):
        with tempfile.TemporaryDirectory() as target:
            reports = Path(target, "failsafe-reports")
            reports.mkdir()
            (reports / "TEST-io.soundbite.DriftIT.xml").write_text(REPORT)
            self.assertEqual(
                ["DriftIT.reports: expected: 1 but was: 2", "AdviceIT: no sandbox"], list(failed(target))
            )

    def test_says_nothing_where_no_test_has_run(self):
        with tempfile.TemporaryDirectory() as target:
            self.assertEqual([], list(failed(target)))
