"""What the image consists of, as CycloneDX: the build's list of jars, and what is below them."""

import json


def write(jars, target, java, packages, architecture):
    bom = json.loads(jars.read_text())
    bom["components"] += [
        component("openjdk", java, f"pkg:generic/openjdk@{java}?arch={architecture}"),
        *[
            component(name, version, f"pkg:deb/debian/{name}@{version}?arch={architecture}&distro=debian-12")
            for name, version in packages
        ],
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(bom, indent=1) + "\n")


def component(name, version, purl):
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
