"""A client of DynamoDB Local and of its streams."""

import json
import urllib.error
import urllib.request

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "emulator", "AWS_SECRET_ACCESS_KEY": "emulator", "AWS_SESSION_TOKEN": "emulator"}
REGION = "eu-central-1"
STREAMS = "DynamoDBStreams_20120810"


class DynamoDb:
    """Calls DynamoDB Local, which looks at a signature's form only."""

    def __init__(self, endpoint):
        self.endpoint = endpoint

    def call(self, operation, body, api="DynamoDB_20120810"):
        """One call; its answer, or the service's own words as an error."""
        credential = f"{CREDENTIALS['AWS_ACCESS_KEY_ID']}/20260101/{REGION}/dynamodb/aws4_request"
        headers = {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": f"{api}.{operation}",
            "Authorization": f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0",
        }
        request = urllib.request.Request(self.endpoint, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{operation}: {error.read().decode()}") from None


def matches(record, pattern):
    """Whether a record is of an event source's filter pattern; of its language, literal values alone are known here."""
    if isinstance(pattern, list):
        return record in pattern
    return isinstance(record, dict) and all(matches(record.get(name), within) for name, within in pattern.items())


class Stream:
    """The changes of a table from its beginning, as events that a function is given.

    DynamoDB Local has one shard at a time, and closes it after hours: long enough for a check or an evening.
    """

    def __init__(self, dynamodb, table, filters):
        self.dynamodb, self.filters = dynamodb, filters
        self.arn = dynamodb.call("DescribeTable", {"TableName": table})["Table"]["LatestStreamArn"]
        described = dynamodb.call("DescribeStream", {"StreamArn": self.arn}, STREAMS)
        self.shard = described["StreamDescription"]["Shards"][-1]["ShardId"]
        where = {"StreamArn": self.arn, "ShardId": self.shard, "ShardIteratorType": "TRIM_HORIZON"}
        self.iterator = dynamodb.call("GetShardIterator", where, STREAMS)["ShardIterator"]

    def next_event(self):
        """The next changes as one event, or nothing. The event is of a tumbling window, which names the shard."""
        read = self.dynamodb.call("GetRecords", {"ShardIterator": self.iterator, "Limit": 100}, STREAMS)
        self.iterator = read["NextShardIterator"]
        wanted = [record for record in read["Records"] if any(matches(record, pattern) for pattern in self.filters)]
        if not wanted:
            return None
        return {
            "Records": [record | {"eventSourceARN": self.arn} for record in wanted],
            "window": {"start": "2026-01-01T00:00:00Z", "end": "2026-01-01T00:01:00Z"},
            "state": {},
            "shardId": self.shard,
            "eventSourceARN": self.arn,
            "isFinalInvokeForWindow": False,
            "isWindowTerminatedEarly": False,
        }
