"""Test support for the realistic profile: an emulator with a fake clock."""

import json
import os
import threading
import unittest
import urllib.request
import zlib

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from emulator import Emulator, QuietHandler, make_server
from profiles.clock import FakeClock

REGION = "us-east-1"
ALLOW_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


def start():
    """Starts one emulator for all test modules, in this process."""
    server = make_server("127.0.0.1", 0, emulator, threaded=True, request_handler=QuietHandler)
    server.daemon_threads = True
    os.environ["MOTO_PORT"] = str(server.port)  # moto puts it into the URLs that it hands out
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.port}"


clock = FakeClock()
emulator = Emulator(clock)
url = start()


def control(method, path, value=None):
    body = None if value is None else json.dumps(value).encode()
    request = urllib.request.Request(f"{url}/_sandbox/{path}", body, method=method)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        text = answer.read()
        return json.loads(text) if text else None


def client(service, account, region=REGION, token=None, **more):
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key="x",
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": 1}, read_timeout=20, proxies={}, **more),
    )


def account_of(name):
    """Returns the same account each time: random behaviour depends on it."""
    return str(300_000_000_000 + zlib.crc32(name.encode()))


class ProfileTest(unittest.TestCase):
    """A test in an account of its own, without injected failures."""

    profile = {}

    def setUp(self):
        self.account = account_of(self.id())
        control("POST", f"reset?account={self.account}")
        self.realistic(**self.profile)

    def realistic(self, account=None, **more):
        spec = {"name": "realistic", "failures": 0, "stsRefusals": 0, **more}
        control("POST", "profile", {"account": account or self.account, **spec})

    def client(self, service, **more):
        return client(service, more.pop("account", self.account), **more)

    def journal(self, **filters):
        filters = {"account": self.account, **filters}
        return control("GET", "journal?" + "&".join(f"{k}={v}" for k, v in filters.items()))

    def rules(self, operation):
        return [entry["rule"] for entry in self.journal(operation=operation)]

    def state(self):
        return control("GET", f"state?account={self.account}")

    def assert_fails(self, code, call, text="", status=None, **arguments):
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        response = caught.exception.response
        self.assertEqual(code, response["Error"]["Code"], response)
        self.assertIn(text, response["Error"].get("Message", ""))
        if status:
            self.assertEqual(status, response["ResponseMetadata"]["HTTPStatusCode"])
        return caught.exception
