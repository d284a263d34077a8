#!/usr/bin/env python3
"""Puts what `npm run build` made of the console into the stack's bucket. With SAM's own Python, which has boto3.

    infra/upload_console.py

What is new comes first and index.html, which leads to it, last. Who has a page open goes on with the files it came with:
those of the upload before stay, older ones for a week.
"""

import datetime
import json
import pathlib
import sys

import boto3
import tomlkit

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "web" / "build"
STACK = tomlkit.parse((ROOT / "infra" / "samconfig.toml").read_text())["default"]["deploy"]["parameters"]["stack_name"]
PAGE = "index.html"
# Which files an upload had.
LIST = ".files.json"
KEPT = datetime.timedelta(days=7)
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


def bucket():
    outputs = boto3.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]["Outputs"]
    name = next(output["OutputValue"] for output in outputs if output["OutputKey"] == "ConsoleBucket")
    return boto3.resource("s3").Bucket(name)


def upload(files, name):
    # What is named by its content never changes; a browser asks again for everything else.
    lasts = name.startswith("_app/immutable/")
    files.upload_file(
        str(BUILD / name),
        name,
        ExtraArgs={
            "ContentType": TYPES[pathlib.PurePath(name).suffix],
            "CacheControl": "public, max-age=31536000, immutable" if lasts else "no-cache",
        },
    )


def sweep(files, kept):
    """Deletes what neither this upload nor the one before had, once it is a week old."""
    before = datetime.datetime.now(datetime.timezone.utc) - KEPT
    for one in files.objects.all():
        if one.key not in kept and one.last_modified < before:
            one.delete()


def main():
    built = sorted(str(file.relative_to(BUILD)) for file in BUILD.rglob("*") if file.is_file())
    if PAGE not in built:
        sys.exit("The console is not built: npm ci --ignore-scripts && npm run build, in web/.")
    strange = [name for name in built if pathlib.PurePath(name).suffix not in TYPES]
    if strange:
        sys.exit(f"Of what kind are these? {' '.join(strange)}")
    files = bucket()
    listed = [one.get()["Body"].read() for one in files.objects.filter(Prefix=LIST)]
    for name in sorted(built, key=lambda name: name == PAGE):
        upload(files, name)
    sweep(files, {LIST, *built, *(json.loads(listed[0]) if listed else [])})
    files.put_object(Key=LIST, Body=json.dumps(built).encode())
    print(f"The console is there: {len(built)} files.")


if __name__ == "__main__":
    main()
