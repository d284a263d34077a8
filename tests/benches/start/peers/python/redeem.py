"""Redeems a code for a driver who holds an account, as `redeem_code` does: the same calls of the
same table, and the same answer. What else may come, such as extending access, is left out."""

import base64
import json
import os
import time
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from sealing import identifier, key_of_codes, payload, session, unseal

TABLE = os.environ["CODRIVER_TABLE"]
REMEMBERED = 60
DAY = 86_400

retries = {"total_max_attempts": 4, "mode": "standard"}
dynamodb = boto3.client("dynamodb", config=Config(retries=retries))
codes = key_of_codes(Path(os.environ["CODRIVER_SEAL_KEY_FILE"]).read_text())
# Batches and courses, for a minute.
memory = {}


def key(pk, sk):
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def named(item):
    return item["pk"]["S"], item["sk"]["S"]


def stamp(at):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


def remembered(key):
    at, item = memory.get(named(key), (0, None))
    return item if time.time() - at < REMEMBERED else None


def read(keys, to_remember=None):
    """Items by their keys; the one to remember is not read while it is remembered."""
    wanted = [*keys, to_remember] if to_remember and not remembered(to_remember) else keys
    asked = {TABLE: {"Keys": wanted, "ConsistentRead": True}}
    answer = dynamodb.batch_get_item(RequestItems=asked, ReturnConsumedCapacity="TOTAL")
    if answer.get("UnprocessedKeys"):
        raise RuntimeError("left items unread")
    items = {named(item): item for item in answer["Responses"].get(TABLE, ())}
    if to_remember and named(to_remember) in items:
        memory[named(to_remember)] = time.time(), items[named(to_remember)]
    return lambda key: items.get(named(key)) or remembered(key)


class Refusal(Exception):
    def __init__(self, status, code):
        super().__init__(code)
        self.status, self.code = status, code


ABSENT = {
    "TableName": TABLE,
    "ConditionExpression": "attribute_not_exists(#pk)",
    "ExpressionAttributeNames": {"#pk": "pk"},
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
}


def entity(key, index, kind, attributes):
    gsi1pk, gsi1sk = index
    placed = {"gsi1pk": {"S": gsi1pk}, "gsi1sk": {"S": gsi1sk}}
    return {**key, **placed, "entity": {"S": kind}, "v": {"N": "1"}, **attributes}


def used_code(key, number, index, now, batch, person, opened):
    by = {"kind": {"S": "person"}, "id": person["person_id"], "email": person["email"]}
    redemption = {
        "person_id": person["person_id"],
        "email": person["email"],
        "account_id": opened["account_id"],
        "course_id": opened["course_id"],
        "enrolment_id": opened["enrolment_id"],
        "account_is_new": {"BOOL": False},
        "event_id": {"S": identifier("evt", now)},
    }
    place = f"CODES#{number}#redeemed#{index % 16}", f"{index:06}"
    return entity(key, place, "code", {
        "batch_id": batch["batch_id"],
        "index": {"N": str(index)},
        "reseller_id": batch["account_id"],
        "status": {"S": "redeemed"},
        "at": {"S": stamp(now)},
        "by": {"M": by},
        "redemption": {"M": redemption},
    })


def enrolment_of(batch, person, now):
    account, user = person["holds"]["M"]["account_id"], person["holds"]["M"]["user_id"]
    course = batch["course_id"]
    place = f"ACCOUNT#{account['S']}#ENROLMENTS", f"{course['S']}#{user['S']}"
    at = key(f"PERSON#{person['person_id']['S']}", f"ENROLMENT#{account['S']}#{course['S']}")
    return entity(at, place, "enrolment", {
        "account_id": account,
        "person_id": person["person_id"],
        "user_id": user,
        "course_id": course,
        "enrolment_id": {"S": identifier("enr", now)},
        "starts_at": {"S": stamp(now)},
        "access_until": {"S": stamp(now + int(batch["duration_days"]["N"]) * DAY)},
        "phase": {"S": "not_started"},
        "results": {"M": {}},
        "percent": {"N": "0"},
        "version": {"N": "1"},
    })


def write(code, voided, enrolment, person):
    """Whole or not at all; each condition holds a rule."""
    held = {
        "ConditionExpression": "(#holds = :0 AND #email = :1)",
        "ExpressionAttributeNames": {"#holds": "holds", "#email": "email"},
        "ExpressionAttributeValues": {":0": person["holds"], ":1": person["email"]},
    }
    person_key = key(person["pk"]["S"], person["sk"]["S"])
    items = [
        {"Put": {**ABSENT, "Item": code}},
        {"ConditionCheck": {**ABSENT, "Key": voided}},
        {"Put": {**ABSENT, "Item": enrolment}},
        {"ConditionCheck": {**ABSENT, **held, "Key": person_key}},
    ]
    try:
        dynamodb.transact_write_items(TransactItems=items, ReturnConsumedCapacity="TOTAL")
    except dynamodb.exceptions.TransactionCanceledException as error:
        rules = ["code_already_used", "code_voided", "already_enrolled", "person_changed"]
        for rule, reason in zip(rules, error.response["CancellationReasons"]):
            if reason["Code"] == "ConditionalCheckFailed":
                raise Refusal(409, rule) from error
        raise


def shown(enrolment, account, course):
    nothing_yet = {"completed": False, "score": None, "completed_at": None}
    modules = [
        {"id": module["M"]["id"]["S"], "title": module["M"]["title"]["S"], **nothing_yet}
        for module in course["modules"]["L"]
    ]
    return {
        "enrolment": {
            "id": enrolment["enrolment_id"]["S"],
            "account": {"id": account["account_id"]["S"], "name": account["name"]["S"]},
            "course": {"id": course["course_id"]["S"], "title": course["title"]["S"]},
            "status": enrolment["phase"]["S"],
            "progress_percent": 0,
            "score": None,
            "starts_at": enrolment["starts_at"]["S"],
            "due_at": None,
            "access_until": enrolment["access_until"]["S"],
            "modules": modules,
        },
        "account": {
            "id": account["account_id"]["S"],
            "name": account["name"]["S"],
            "kind": account["kind"]["S"],
            "role": "holder",
            "seats": {
                "limit": int(account["seat_limit"]["N"]),
                "used": int(account["seats_used"]["N"]),
            },
            "reseller": account["reseller"]["BOOL"],
            "mail_limit": int(account["mail_limit"]["N"]) if "mail_limit" in account else None,
            "created_at": account["created_at"]["S"],
            "version": int(account["version"]["N"]),
        },
    }


def redeem(event):
    now = time.time()
    token = session(event["headers"].get("authorization"))
    if not token:
        raise Refusal(401, "unauthenticated")
    person_id, token_hash = token
    body = base64.b64decode(event["body"]) if event["isBase64Encoded"] else event["body"]
    code = payload(str(json.loads(body).get("code")))
    if code is None:
        raise Refusal(422, "mistyped_code")
    place = unseal(codes, code)
    if place is None:
        raise Refusal(404, "unknown_code")
    number, index = place
    session_key = key(f"PERSON#{person_id}", f"SESSION#{token_hash}")
    person_key = key(f"PERSON#{person_id}", "PERSON")
    code_key = key(f"CODES#{number}#{index // 1000:03}", f"CODE#{index:06}")
    batch_key = key(f"BATCH#{number}", "BATCH")
    limit_key = key(f"LIMIT#unknown_codes#{person_id}", "LIMIT")
    found = read([session_key, person_key, code_key, limit_key], batch_key)
    signed_in, person, tried = found(session_key), found(person_key), found(limit_key)
    batch = found(batch_key)
    if not signed_in or not person or signed_in["expires_at"]["S"] <= stamp(now):
        raise Refusal(401, "unauthenticated")
    if tried and tried["until"]["S"] > stamp(now) and int(tried["count"]["N"]) >= 20:
        raise Refusal(429, "too_many_requests")
    if not batch or index >= int(batch["quantity"]["N"]):
        raise Refusal(404, "unknown_code")
    if found(code_key):
        raise Refusal(409, "code_already_used")
    if "voided_at" in batch:
        raise Refusal(409, "code_voided")
    if "holds" not in person:
        raise Refusal(409, "no_account")
    enrolment = enrolment_of(batch, person, now)
    used = used_code(code_key, number, index, now, batch, person, enrolment)
    write(used, key(f"CODES#{number}#STRIPE#{index % 1000:03}", "VOIDED"), enrolment, person)
    # One after the other: a thread for it would cost more of the processor.
    account_key = key(f"ACCOUNT#{enrolment['account_id']['S']}", "ACCOUNT")
    course_key = key(f"COURSE#{batch['course_id']['S']}", "COURSE")
    beside = read([account_key], course_key)
    return shown(enrolment, beside(account_key), beside(course_key))


def answer(status, kind, body, **headers):
    headers["content-type"] = kind
    text = json.dumps(body, separators=(",", ":"))
    return {"statusCode": status, "headers": headers, "body": text, "isBase64Encoded": False}


def handler(event):
    try:
        return answer(201, "application/json", redeem(event), location="/v1/me/enrolments")
    except Refusal as refusal:
        body = {"status": refusal.status, "code": refusal.code}
        return answer(refusal.status, "application/problem+json", body)


# Connects before the first call, as `redeem_code` does.
try:
    read([key("NOTHING", "NOTHING")])
except (BotoCoreError, ClientError):
    pass
