#!/usr/bin/env python3
"""Signs the image that `make image` built, with cosign's library, and verifies it.

The signed image is an OCI layout as `cosign save` writes it: `cosign verify --local-image` verifies it, and `cosign
load` pushes image and signature to a registry. COSIGN_PASSWORD is the password of the private key.
"""

import argparse
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "sandbox"))

from driver import builds
from driver.place import ROOT, Trouble

TARGET = ROOT / "target" / "image"
SIGNED = TARGET / "signed"


def archive():
    found = sorted(TARGET.glob("soundbite-operator-*.tar"))
    if len(found) != 1:
        raise Trouble(f"There is no image in {TARGET.relative_to(ROOT)}: make image")
    return found[0]


def cosign(*arguments):
    return subprocess.run([builds.cosign(), *map(str, arguments)]).returncode


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    generating = commands.add_parser("generate-key-pair", help="write cosign.key and cosign.pub")
    generating.add_argument("directory", type=Path)
    signing = commands.add_parser("sign", help="write target/image/signed")
    signing.add_argument("--key", type=Path, required=True, help="the private key")
    signing.add_argument("--reference", default="soundbite-operator", help="registry and repository it is for")
    verifying = commands.add_parser("verify", help="verify signature and content of target/image/signed")
    verifying.add_argument("--key", type=Path, required=True, help="the public key")
    verifying.add_argument("layout", type=Path, nargs="?", default=SIGNED)
    arguments = parser.parse_args()
    match arguments.command:
        case "generate-key-pair":
            return cosign("generate-key-pair", arguments.directory)
        case "sign":
            key, reference = arguments.key, arguments.reference
            return cosign("sign", "--key", key, "--reference", reference, archive(), SIGNED)
        case _:
            return cosign("verify", "--key", arguments.key, arguments.layout)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(f"image: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
