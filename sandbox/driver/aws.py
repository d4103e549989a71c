"""AWS: an emulator of our own on 127.0.0.1, or an endpoint of the user's."""

import subprocess

from . import builds, processes
from .cluster import open_directly
from .place import SANDBOX, Trouble, outside_environment

REGION = "us-east-1"
ACCOUNT = "000000000000"


class Endpoint:
    def __init__(self, url):
        self.url = url

    def start(self):
        pass

    def wait(self):
        pass

    @property
    def settings(self):
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,  # what boto3 and older command lines read
            "AWS_ACCESS_KEY_ID": ACCOUNT,  # the emulator takes twelve digits for the account
            "AWS_SECRET_ACCESS_KEY": "sandbox",
        }

    def seed(self, *arguments, account=ACCOUNT):
        """Puts into AWS what an account has before the operator comes."""
        result = subprocess.run(
            [str(builds.emulator()), str(SANDBOX / "emulator" / "seed.py"), *arguments],
            env={**outside_environment(), **self.settings, "AWS_ACCESS_KEY_ID": account},
            capture_output=True,
            text=True,
        )
        if result.returncode:
            last = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise Trouble(f"seed.py {' '.join(arguments)} failed against {self.url}:\n  {last}")


class Emulator(Endpoint):
    def __init__(self, place):
        super().__init__(f"http://127.0.0.1:{place.port('emulator')}")
        self.place = place

    @property
    def running(self):
        return bool(processes.alive(self.place, "emulator"))

    def start(self):
        script = SANDBOX / "emulator" / "emulator.py"
        processes.start(
            self.place, "emulator", [builds.emulator(), script, "--port", self.place.port("emulator")]
        )

    def wait(self):
        def ready():
            try:
                with open_directly(self.url + "/_sandbox/health") as answer:
                    return answer.status == 200
            except OSError:
                return False

        processes.wait_for(self.place, "the AWS emulator's readiness", ["emulator"], ready, 60)
