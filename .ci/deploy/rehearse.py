#!/usr/bin/env python3
"""Deploys what `sam build` made, by the commands of infra/README.md as they stand there, to moto; deploys changes,
restores the table, and goes back. Every function is a few bytes here: what is tried is the template, the commands and the
ways back.

Run it where a `sam build` is, with `sam`, `cargo sbom` and `aws` on the path.
"""

import os
import pathlib
import shutil
import tempfile

import boto3
import restore
import stand_in
from run_book import Checkout, Cloud, typed


def first(checkout, cloud):
    checkout.run(typed("infra/release.py deploy Domain="))
    assert cloud.stack()["StackStatus"] == "CREATE_COMPLETE"
    codes, pace = cloud.state()
    assert sorted(codes) == sorted(checkout.functions()) and pace == "10"
    assert len(set(codes.values())) == len(codes)
    checkout.run(typed("aws cloudformation set-stack-policy --stack-name codriver --stack-policy-body file:"))
    # moto has no such call: the command is checked and not sent.
    checkout.run(typed("aws cloudformation update-termination-protection") + " --generate-cli-skeleton output")
    assert "LogicalResourceId/Table" in cloud.cloudformation.get_stack_policy(StackName="codriver")["StackPolicyBody"]


def second(checkout, cloud, state):
    """Another code, another parameter, a queue more; nothing of it without a yes."""
    checkout.build("RedeemCode", "another")
    checkout.template["Resources"]["Another"] = {"Type": "AWS::SQS::Queue"}
    checkout.build_template()
    commit = checkout.commit()
    checkout.run("infra/release.py deploy MailsPerSecond=5", answer="n")
    assert cloud.state() == state and len(checkout.releases()) == 1
    checkout.run("infra/release.py deploy MailsPerSecond=5")
    codes, pace = cloud.state()
    assert [name for name in codes if codes[name] != state[0][name]] == ["RedeemCode"] and pace == "5"
    assert "Another" in cloud.resources() and cloud.stack()["StackStatus"] == "UPDATE_COMPLETE"
    releases = checkout.releases()
    assert [len(release) for release in releases] == [2, 1] and releases[0][0].endswith("-" + commit)


def console(checkout, cloud):
    """Its files are put up; those of the upload before stay, older ones for a week."""
    build = checkout.home / "web/build"
    (build / "_app/immutable").mkdir(parents=True)
    (build / "index.html").write_text("the page")
    (build / "_app/immutable/one.js").write_text("its code")
    put_up = typed("infra/upload_console.py")
    checkout.run(put_up)
    files = boto3.resource("s3").Bucket(cloud.resources()["ConsoleFiles"])
    page, code = files.Object("index.html").get(), files.Object("_app/immutable/one.js").get()
    assert (page["CacheControl"], page["ContentType"]) == ("no-cache", "text/html; charset=utf-8")
    assert "immutable" in code["CacheControl"] and code["Body"].read() == b"its code"

    def goes_on(before, now):
        (build / f"_app/immutable/{before}.js").rename(build / f"_app/immutable/{now}.js")
        checkout.run(put_up)
        return sorted(one.key.removeprefix("_app/immutable/") for one in files.objects.filter(Prefix="_app"))

    goes_on("one", "two")
    assert goes_on("two", "three") == ["one.js", "three.js", "two.js"]
    for name in ("one", "three"):
        stand_in.age(files.name, f"_app/immutable/{name}.js", days=8)
    assert goes_on("three", "four") == ["four.js", "three.js", "two.js"]
    shutil.rmtree(checkout.home / "web/build")


def back(checkout, cloud, state):
    """What ran before runs again, whatever is built now, and the table has what was written since."""
    table = cloud.table(cloud.resources()["Table"])
    table.put_item(Item={"pk": "WRITTEN", "sk": "SINCE"})
    checkout.build("RedeemCode", "not to be deployed")
    checkout.run(typed("infra/release.py back"))
    assert cloud.state() == state and "Another" not in cloud.resources()
    assert table.get_item(Key={"pk": "WRITTEN", "sk": "SINCE"})["Item"]
    assert [release[1] for release in checkout.releases()] == ["left", "runs"]


def ten_are_kept(checkout, cloud):
    """A third release when there are nine older ones: the oldest two go, with the zip that only one of them had."""
    bucket = cloud.bucket()
    last = checkout.releases()[-1][0]
    for year in range(2001, 2010):
        for file in ("template.yaml", "parameters.json", "sbom.cdx.json"):
            text = bucket.Object(f"codriver/releases/{last}/{file}").get()["Body"].read()
            old = text + f"# s3://{bucket.name}/codriver/zip-of-{year}".encode() if file == "template.yaml" else text
            bucket.put_object(Key=f"codriver/releases/{year}0101T000000Z-old/{file}", Body=old)
        bucket.put_object(Key=f"codriver/zip-of-{year}", Body=b"zip")
    checkout.build("RedeemCode", "a third")
    checkout.commit()
    checkout.run("infra/release.py deploy")
    assert cloud.state()[1] == "10", "a parameter that is not named stays"
    there = [one.key.removeprefix("codriver/") for one in bucket.objects.filter(Prefix="codriver/")]
    releases = checkout.releases()
    assert len(releases) == 10 and [len(release) for release in releases[:3]] == [2, 2, 1], releases
    assert sorted({key.split("/")[1] for key in there if "/" in key}, reverse=True) == [one[0] for one in releases]
    assert [key for key in there if "zip-of" in key] == [f"zip-of-{year}" for year in range(2003, 2010)]
    # Of each function one zip, and two more of the one that changed twice.
    assert len([key for key in there if "/" not in key]) == len(checkout.functions()) + 2 + 7, there


def back_past_what_was_left(checkout, cloud, state):
    checkout.run(typed("infra/release.py back"))
    assert cloud.state() == state
    assert [release[1:] for release in checkout.releases()[:3]] == [["left"], ["left"], ["runs"]]


def main():
    os.environ |= {"AWS_ACCESS_KEY_ID": "moto", "AWS_SECRET_ACCESS_KEY": "moto", "AWS_DEFAULT_REGION": "eu-central-1"}
    os.environ["AWS_ENDPOINT_URL"] = stand_in.serve()
    home = pathlib.Path(tempfile.mkdtemp())
    checkout, cloud = Checkout(home / "codriver"), Cloud()
    first(checkout, cloud)
    console(checkout, cloud)
    state = cloud.state()
    second(checkout, cloud, state)
    back(checkout, cloud, state)
    ten_are_kept(checkout, cloud)
    data = restore.there_and_back(checkout, cloud)
    back_past_what_was_left(checkout, cloud, state)
    restore.assert_is_on(cloud, *data)
    assert not checkout.git("status", "--porcelain"), "a command changed what is under version control"
    count = len(cloud.resources())
    print(f"{len(checkout.functions())} functions among {count} resources; of these moto knows only the names:")
    print("  " + " ".join(sorted(stand_in.noted)))
    print("In the restore moto asks no stack policy, leaves roles as they were, and lists no change of parameters alone;")
    print("these the stand-in does in its stead:")
    print("  undo what was written after the second, replace the stream's mapping, let the stack go of its table and keep it")
    shutil.rmtree(home)


if __name__ == "__main__":
    main()
