"""deploy/aws-check on the realistic profile, which is as it assumes, and on the kind one, which is not."""

import importlib.util
import json
import pathlib

from profiletest import ProfileTest, clock

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "aws-check" / "check.py"
spec = importlib.util.spec_from_file_location("aws_check", SCRIPT)
aws_check = importlib.util.module_from_spec(spec)
spec.loader.exec_module(aws_check)


class AwsCheckTest(ProfileTest):
    def check(self):
        lines = []
        account = aws_check.Account(self.client, sleep=clock.advance, now=clock.now)
        return aws_check.check(account, lines.append), "\n".join(lines)

    def test_the_realistic_profile_is_as_assumed(self):
        status, lines = self.check()
        self.assertEqual(0, status, lines)
        clock.advance(600)
        left = {service: state for service, state in self.state().items() if aws_check.PREFIX in json.dumps(state)}
        self.assertEqual({}, left)

    def test_the_kind_profile_differs(self):
        self.realistic(name="kind")
        status, lines = self.check()
        self.assertNotEqual(0, status, lines)
        for rule in ("its tags at first", "UntagResource at once", "CreateQueue after 2 seconds"):
            self.assertRegex(lines, rf"DIFFERS +{rule}")

    def test_what_is_refused_is_not_checked_and_the_rest_is(self):
        self.realistic(denied=["ecr:CreateRepository"])
        status, lines = self.check()
        self.assertEqual(2, status, lines)
        self.assertRegex(lines, r"ecr\.absent.*\n +NOT CHECKED .*CreateRepository")
        self.assertNotIn("DIFFERS", lines)
