#!/usr/bin/env python3
"""Names the tests that failed, from the reports of Maven's test plugins, so
that they are the last lines of a failed build.

    failed_tests.py [DIR]    DIR: Maven's target folder
"""

import sys
import xml.etree.ElementTree as xml
from pathlib import Path

LONGEST = 300


def failed(target):
    """A line for each test that failed in the reports in this folder."""
    for report in sorted(Path(target).glob("*-reports/TEST-*.xml")):
        for case in xml.parse(report).getroot().iter("testcase"):
            for fault in (*case.findall("failure"), *case.findall("error")):
                yield line(case.attrib, fault)


def line(case, fault):
    said = fault.get("message") or fault.text or fault.get("type") or ""
    first = " ".join(said.split())
    name = ".".join(part for part in (case.get("classname", "").rpartition(".")[2], case.get("name")) if part)
    return f"{name}: {first[:LONGEST]}"


def main(target="target"):
    lines = list(failed(target))
    if lines:
        print(f"{len(lines)} failed:", *lines, sep="\n  ", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
