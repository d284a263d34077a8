"""Restores the table by the run-book's commands, moves the service to it and back, and says how long each took."""

import datetime
import time

import boto3
import run_book

BEFORE, SINCE = 4000, 100
SECOND = "2026-12-01T08:00:00Z"


def write(table, name, count):
    with table.batch_writer() as batch:
        for number in range(count):
            batch.put_item(Item={"pk": f"{name}#{number // 10}", "sk": f"{number % 10}", "gsi1pk": name, "gsi1sk": f"{number}"})


def written(table):
    """How many items it has of what was there, and of what was written or changed since."""
    items, more = [], {}
    while more is not None:
        page = table.scan(**more)
        items += page["Items"]
        more = {"ExclusiveStartKey": page["LastEvaluatedKey"]} if "LastEvaluatedKey" in page else None
    return tuple(len([one for one in items if one.get("gsi1pk") == name]) for name in ("BEFORE", "SINCE"))


def change(table):
    """Items of before, then a second, and in it and after it others: new ones, one that is there no more, one that is another."""
    write(table, "BEFORE", BEFORE)
    time.sleep(1.1)
    second = datetime.datetime.now(datetime.timezone.utc)
    time.sleep(1.1)
    write(table, "SINCE", SINCE)
    table.delete_item(Key={"pk": "BEFORE#0", "sk": "0"})
    table.put_item(Item={"pk": "BEFORE#0", "sk": "1", "gsi1pk": "SINCE", "gsi1sk": "1"})
    assert written(table) == (BEFORE - 2, SINCE + 1)
    return f"{second:%Y-%m-%dT%H:%M:%SZ}"


def assert_has_all(name):
    """What a restored table lacks, and the run-book switches on."""
    client = boto3.client("dynamodb")
    table = client.describe_table(TableName=name)["Table"]
    assert table["DeletionProtectionEnabled"]
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert sorted(index["IndexName"] for index in table["GlobalSecondaryIndexes"]) == ["by_gsi1", "by_gsi2"]
    lives = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert lives == {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}
    backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    return table["LatestStreamArn"]


def assert_is_on(cloud, name, stream):
    """Every function with a table has this one, and what follows from changes is read off its stream and no other."""
    lambdas = boto3.client("lambda")
    functions = [one for page in lambdas.get_paginator("list_functions").paginate() for one in page["Functions"]]
    tables = [one["Environment"]["Variables"].get("CODRIVER_TABLE") for one in functions]
    assert set(tables) == {name}, set(tables)
    sources = [one["EventSourceArn"] for one in lambdas.list_event_source_mappings()["EventSourceMappings"]]
    assert {one for one in sources if "/stream/" in one} == {stream}, sources
    outputs = {one["OutputKey"]: one["OutputValue"] for one in cloud.stack()["Outputs"]}
    assert outputs["TableName"] == name


def there_and_back(checkout, cloud):
    old, releases = cloud.resources()["Table"], checkout.releases()
    old_stream = boto3.client("dynamodb").describe_table(TableName=old)["Table"]["LatestStreamArn"]
    assert_is_on(cloud, old, old_stream)
    second = change(cloud.table(old))
    *commands, to_old = run_book.commands("**Restoring the table.**", "**The sealing key, kept apart.**")
    assert sum(SECOND in command for command in commands) == 1
    for command in commands:
        checkout.run(command.replace(SECOND, second))
    restored = cloud.table("codriver-restored")
    assert written(restored) == (BEFORE, 0)
    assert_is_on(cloud, restored.name, assert_has_all(restored.name))
    assert "Table" not in cloud.resources() and written(cloud.table(old)) == (BEFORE - 2, SINCE + 1)
    checkout.run(to_old)
    assert_is_on(cloud, old, old_stream)
    assert written(restored) == (BEFORE, 0)
    assert checkout.releases() == releases, "which table there is, is no part of a release"
    return old, old_stream
