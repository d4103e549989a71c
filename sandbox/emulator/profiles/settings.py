"""The settings of a profile, from the control call or the environment."""

from dataclasses import asdict, dataclass, fields

NAMES = ("kind", "realistic")
# Field: lowest and highest value.
NUMBERS = {
    "speed": (0.001, 100_000),
    "failures": (0, 1),
    "latencyMs": (0, 600_000),
    "stsRefusals": (0, 1_000),
}
LISTS = ("denied", "abacBuckets")
VARIABLES = {
    "SANDBOX_AWS_PROFILE": ("name", str),
    "SANDBOX_AWS_SPEED": ("speed", float),
    "SANDBOX_AWS_FAILURES": ("failures", float),
}


@dataclass(frozen=True)
class Settings:
    name: str = "kind"
    speed: float = 1
    failures: float = 0.001  # share of calls that fail
    seed: int = 1
    latencyMs: float = 0
    denied: tuple = ()  # operations as "service:Operation", refused as by a service control policy
    stsRefusals: int = 1  # how many times STS refuses a web identity at first
    abacBuckets: tuple = ()  # buckets whose tags are written by s3control only

    @property
    def realistic(self):
        return self.name == "realistic"

    def describe(self):
        return {key: list(it) if isinstance(it, tuple) else it for key, it in asdict(self).items()}


KNOWN = {field.name for field in fields(Settings)}


def settings_of(spec):
    """Parses the body of a control call, without the account."""
    if not isinstance(spec, dict):
        raise ValueError("a profile is a JSON object")
    if "name" not in spec:
        raise ValueError("a profile needs a name: kind or realistic")
    for key, value in spec.items():
        if key not in KNOWN:
            raise ValueError(f"unknown field {key}")
        if not is_fine(key, value):
            raise ValueError(f"{key} may not be {value!r}")
    return Settings(**{key: tuple(value) if key in LISTS else value for key, value in spec.items()})


def is_fine(key, value):
    if key == "name":
        return value in NAMES
    if key in LISTS:
        return isinstance(value, list) and all(isinstance(each, str) and each for each in value)
    kinds = int if key in ("seed", "stsRefusals") else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        return False
    low, high = NUMBERS.get(key, (float("-inf"), float("inf")))
    return low <= value <= high


def settings_of_environment(environment):
    """Parses the default settings of all accounts."""
    spec = {}
    for variable, (key, convert) in VARIABLES.items():
        if environment.get(variable):
            try:
                spec[key] = convert(environment[variable])
            except ValueError:
                raise ValueError(f"{variable} may not be {environment[variable]!r}") from None
    return settings_of({"name": "kind", **spec})
