#!/usr/bin/env python3
"""Releases: what was deployed is kept, and can be deployed again as it was. With SAM's own Python, which has boto3.

    infra/release.py deploy [PARAMETER=VALUE ...]   what `sam build` made; parameters that are not named stay as they are
    infra/release.py list                           newest first
    infra/release.py back [RELEASE]                 to this one, or to the one before the one that runs

A release is a folder `releases/<time>-<commit>` in SAM's bucket: the template as CloudFormation has it, whose functions
are zips in the same bucket under the names of their contents, the parameters, and the bill of materials. Which table and
sealing key there are is no part of it: the way back never leads to other data.
"""

import argparse
import datetime
import json
import pathlib
import subprocess
import sys

import boto3
import tomlkit

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONFIG = ROOT / "infra" / "samconfig.toml"
KEPT = 10
# API Gateway may call what is named after the stack; of a longer name CloudFormation puts less into those of functions.
LONGEST_STACK = 24
DATA = ("ExistingTable", "ExistingTableStream", "ExistingSealKey")
SETTLED = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")

settings = tomlkit.parse(CONFIG.read_text())["default"]["deploy"]["parameters"]
STACK, PREFIX = settings["stack_name"], settings["s3_prefix"]
RELEASES = f"{PREFIX}/releases/"

cloudformation = boto3.client("cloudformation")


def stack(name):
    return cloudformation.describe_stacks(StackName=name)["Stacks"][0]


def sam_bucket():
    """The bucket that `resolve_s3` has SAM make, once for an account and Region."""
    outputs = stack("aws-sam-cli-managed-default")["Outputs"]
    name = next(output["OutputValue"] for output in outputs if output["OutputKey"] == "SourceBucket")
    return boto3.resource("s3").Bucket(name)


def said(*command):
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def sam_deploy(*arguments):
    """Shows what will change and asks; a no is no failure."""
    done = subprocess.run(["sam", "deploy", "--config-file", CONFIG, *arguments], cwd=ROOT)
    if done.returncode:
        sys.exit(done.returncode)


def what_runs():
    """Template and parameters of the stack, or nothing while it is between two of them."""
    now = stack(STACK)
    if now["StackStatus"] not in SETTLED:
        return None
    template = cloudformation.get_template(StackName=STACK, TemplateStage="Original")["TemplateBody"]
    parameters = {one["ParameterKey"]: one["ParameterValue"] for one in now["Parameters"]}
    return template, {name: value for name, value in parameters.items() if name not in DATA}


def read(bucket, release, file):
    return bucket.Object(f"{RELEASES}{release}/{file}").get()["Body"].read().decode()


def write(bucket, release, file, text):
    bucket.put_object(Key=f"{RELEASES}{release}/{file}", Body=text.encode())


def kept(bucket):
    """What is kept of each release, newest first."""
    files = [one.key.removeprefix(RELEASES).split("/") for one in bucket.objects.filter(Prefix=RELEASES)]
    found = {}
    # The template is written last: what has none was broken off.
    for release in sorted((release for release, file in files if file == "template.yaml"), reverse=True):
        template, parameters = read(bucket, release, "template.yaml"), json.loads(read(bucket, release, "parameters.json"))
        found[release] = {"what": (template, parameters), "left": [release, "left"] in files}
    return found


def running(releases):
    """The release that is what runs, however that came about."""
    now = what_runs()
    return next((release for release, its in releases.items() if its["what"] == now), None)


def sweep(bucket):
    """Deletes, in all versions, releases before the last ten, and what was uploaded and none of the ten refers to."""
    releases = dict(list(kept(bucket).items())[:KEPT])
    templates = "\n".join(its["what"][0] for its in releases.values())
    for version in bucket.object_versions.filter(Prefix=f"{PREFIX}/"):
        key = version.object_key
        if key.startswith(RELEASES):
            wanted = key.removeprefix(RELEASES).split("/")[0] in releases
        else:
            wanted = key in templates
        if not wanted:
            version.delete()


def deploy(parameters):
    if len(STACK) > LONGEST_STACK:
        sys.exit(f"The stack's name, {STACK}, has more than {LONGEST_STACK} characters: API Gateway could not call its functions.")
    materials = said("cargo", "sbom", "--cargo-package", "functions", "--output-format", "cyclone_dx_json_1_6")
    commit = said("git", "describe", "--always", "--dirty", "--exclude=*", "--abbrev=12").strip()
    sam_deploy(*(["--parameter-overrides", *parameters] if parameters else []))
    now, bucket = what_runs(), sam_bucket()
    if not now or running(kept(bucket)):
        print("What runs is no other than before: no release is added.")
        return
    release = f"{datetime.datetime.now(datetime.timezone.utc):%Y%m%dT%H%M%SZ}-{commit}"
    template, parameters = now
    write(bucket, release, "sbom.cdx.json", materials)
    write(bucket, release, "parameters.json", json.dumps(parameters, indent=2))
    write(bucket, release, "template.yaml", template)
    sweep(bucket)
    print(f"Release {release} runs.")


def back(release):
    bucket = sam_bucket()
    releases = kept(bucket)
    release = release or before(releases)
    if release not in releases:
        sys.exit(f"Release {release} is not kept.")
    template, parameters = releases[release]["what"]
    home = ROOT / ".aws-sam" / "release"
    home.mkdir(parents=True, exist_ok=True)
    (home / "template.yaml").write_text(template)
    (home / "parameters.yaml").write_text(json.dumps(parameters))
    sam_deploy("--template-file", home / "template.yaml", "--parameter-overrides", f"file://{home}/parameters.yaml")
    if running(releases) != release:
        sys.exit(f"Release {release} does not run.")
    # What was left is never where the way back leads, even from a release after it.
    for other, its in releases.items():
        if other > release:
            write(bucket, other, "left", "")
        elif other == release and its["left"]:
            bucket.Object(f"{RELEASES}{release}/left").delete()
    print(f"Release {release} runs.")


def before(releases):
    now = running(releases)
    if not now:
        sys.exit("What runs is no release that is kept: name the one to go back to.")
    older = [release for release, its in releases.items() if release < now and not its["left"]]
    return older[0] if older else sys.exit("No earlier release is kept.")


def show():
    releases = kept(sam_bucket())
    now = running(releases)
    for release, its in releases.items():
        print(release, *(["runs"] if release == now else ["left"] if its["left"] else []))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("deploy").add_argument("parameters", nargs="*", metavar="PARAMETER=VALUE")
    commands.add_parser("list")
    commands.add_parser("back").add_argument("release", nargs="?")
    called = parser.parse_args()
    if called.command == "deploy":
        deploy(called.parameters)
    elif called.command == "back":
        back(called.release)
    else:
        show()


if __name__ == "__main__":
    main()
