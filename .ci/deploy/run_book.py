"""The run-book's commands, a checkout to type them in, and what stands in the stand-in afterwards."""

import pathlib
import subprocess
import time

import boto3
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILT = ".aws-sam/build"


def commands(start="", end=None):
    """The run-book's commands between these words, each with the lines that it goes on to."""
    text = (ROOT / "infra/README.md").read_text()
    assert start in text and (end or "") in text, f"the run-book has no {start} before {end}"
    text = text.partition(start)[2] if start else text
    text = text.partition(end)[0] if end else text
    blocks = [block.partition("```")[0] for block in text.split("```sh\n")[1:]]
    lines = "\n".join(blocks).replace("\\\n", "").splitlines()
    return [" ".join(line.split()) for line in lines if line and not line.startswith("#")]


def typed(start):
    """The one command of the run-book that starts so."""
    found = {command for command in commands() if command.startswith(start)}
    assert len(found) == 1, f"{start}: {found}"
    return found.pop()


class Checkout:
    """A copy of the repository, with a build of its own."""

    def __init__(self, home):
        self.home, self.shell = home, home.parent / "shell"
        self.shell.touch()
        subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, home], check=True)
        for now in ("infra", "template.yaml"):
            subprocess.run(["cp", "-r", ROOT / now, home], check=True)
        self.template = yaml.safe_load((ROOT / BUILT / "template.yaml").read_text())
        for function in self.functions():
            (home / BUILT / function).mkdir(parents=True)
            self.build(function, function)
        self.build_template()
        self.commit()

    def functions(self):
        kind = "AWS::Serverless::Function"
        return [name for name, its in self.template["Resources"].items() if its["Type"] == kind]

    def build(self, function, text):
        (self.home / BUILT / function / "bootstrap").write_text(text)

    def build_template(self):
        (self.home / BUILT / "template.yaml").write_text(yaml.safe_dump(self.template, sort_keys=False))

    def commit(self):
        who = ["-c", "user.name=rehearsal", "-c", "user.email=rehearsal@codriver.test"]
        self.git("add", "--all")
        self.git(*who, "commit", "--quiet", "--allow-empty", "--message", "a change")
        return self.git("rev-parse", "--short=12", "HEAD").strip()

    def git(self, *arguments):
        return subprocess.run(["git", *arguments], cwd=self.home, check=True, stdout=subprocess.PIPE, text=True).stdout

    def run(self, command, answer="y"):
        """As in one shell: what a command sets, those after it have."""
        started = time.monotonic()
        script = f"set -ae; . {self.shell}; {command}\nexport -p >{self.shell}"
        done = subprocess.run(["bash", "-c", script], cwd=self.home, input=answer, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        last = done.stdout.strip().splitlines()[-1:]
        print("\n  ".join([f"{time.monotonic() - started:5.1f} s $ {command}", *last]), flush=True)
        return done.stdout

    def releases(self):
        return [line.split() for line in self.run(typed("infra/release.py list")).splitlines()]


class Cloud:
    """What stands in the stand-in."""

    def __init__(self):
        self.cloudformation, self.functions = boto3.client("cloudformation"), boto3.client("lambda")
        self.table = boto3.resource("dynamodb").Table

    def stack(self):
        return self.cloudformation.describe_stacks(StackName="codriver")["Stacks"][0]

    def resources(self):
        pages = self.cloudformation.get_paginator("list_stack_resources").paginate(StackName="codriver")
        found = [one for page in pages for one in page["StackResourceSummaries"]]
        return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found}

    def state(self):
        """Which code each function has, and how fast mails are sent."""
        pages = self.functions.get_paginator("list_functions").paginate()
        functions = {one["FunctionName"]: one for page in pages for one in page["Functions"]}
        named = {logical: functions[name] for logical, name in self.resources().items() if name in functions}
        # moto hands numbers on as they are.
        pace = str(named["SendMail"]["Environment"]["Variables"]["CODRIVER_MAILS_PER_SECOND"])
        return {logical: one["CodeSha256"] for logical, one in named.items()}, pace

    def bucket(self):
        name = next(iter(boto3.resource("s3").buckets.all())).name
        assert name.startswith("aws-sam-cli-managed-default"), name
        return boto3.resource("s3").Bucket(name)
