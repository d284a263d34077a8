// Redeems a code for a driver who holds an account, as `redeem_code` does: the same calls of the
// same table, and the same answer. What else may come, such as extending access, is left out.

import { readFileSync } from "node:fs";

import { BatchGetItemCommand, DynamoDBClient, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";

import { run } from "./runtime.mjs";
import { identifier, keyOfCodes, session, unseal } from "./sealing.mjs";

const TABLE = process.env.CODRIVER_TABLE;
const REMEMBERED = 60_000;
const DAY = 86_400_000;

const dynamodb = new DynamoDBClient({ maxAttempts: 4 });
const codes = keyOfCodes(readFileSync(process.env.CODRIVER_SEAL_KEY_FILE, "utf8"));
// Batches and courses, for a minute.
const memory = new Map();

const key = (pk, sk) => ({ pk: { S: pk }, sk: { S: sk } });
const named = ({ pk, sk }) => `${pk.S} ${sk.S}`;
const time = (at) => `${new Date(at).toISOString().slice(0, 19)}Z`;
const remembered = (key) => {
  const found = memory.get(named(key));
  return found && Date.now() - found.at < REMEMBERED ? found.item : undefined;
};

// Items by their keys; those to remember are not read while they are remembered.
const read = async (keys, toRemember) => {
  const wanted = toRemember && !remembered(toRemember) ? [...keys, toRemember] : keys;
  const asked = { RequestItems: { [TABLE]: { Keys: wanted, ConsistentRead: true } }, ReturnConsumedCapacity: "TOTAL" };
  const { Responses, UnprocessedKeys } = await dynamodb.send(new BatchGetItemCommand(asked));
  if (UnprocessedKeys?.[TABLE]) throw new Error("left items unread");
  const items = new Map((Responses?.[TABLE] ?? []).map((item) => [named(item), item]));
  const kept = toRemember && items.get(named(toRemember));
  if (kept) memory.set(named(toRemember), { at: Date.now(), item: kept });
  return (key) => items.get(named(key)) ?? remembered(key);
};

class Refusal extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
  }
}

const absent = {
  TableName: TABLE,
  ConditionExpression: "attribute_not_exists(#pk)",
  ExpressionAttributeNames: { "#pk": "pk" },
  ReturnValuesOnConditionCheckFailure: "ALL_OLD",
};

const entity = (key, [gsi1pk, gsi1sk], kind, attributes) => ({
  ...key,
  gsi1pk: { S: gsi1pk },
  gsi1sk: { S: gsi1sk },
  entity: { S: kind },
  v: { N: "1" },
  ...attributes,
});

const usedCode = (key, place, now, batch, person, opened) =>
  entity(key, [`CODES#${place.batch}#redeemed#${place.index % 16}`, String(place.index).padStart(6, "0")], "code", {
    batch_id: batch.batch_id,
    index: { N: String(place.index) },
    reseller_id: batch.account_id,
    status: { S: "redeemed" },
    at: { S: time(now) },
    by: { M: { kind: { S: "person" }, id: person.person_id, email: person.email } },
    redemption: {
      M: {
        person_id: person.person_id,
        email: person.email,
        account_id: opened.account_id,
        course_id: opened.course_id,
        enrolment_id: opened.enrolment_id,
        account_is_new: { BOOL: false },
        event_id: { S: identifier("evt", now) },
      },
    },
  });

const enrolmentOf = (batch, person, now) => {
  const { account_id, user_id } = person.holds.M;
  const index = [`ACCOUNT#${account_id.S}#ENROLMENTS`, `${batch.course_id.S}#${user_id.S}`];
  const at = key(`PERSON#${person.person_id.S}`, `ENROLMENT#${account_id.S}#${batch.course_id.S}`);
  return entity(at, index, "enrolment", {
    account_id,
    person_id: person.person_id,
    user_id,
    course_id: batch.course_id,
    enrolment_id: { S: identifier("enr", now) },
    starts_at: { S: time(now) },
    access_until: { S: time(now + Number(batch.duration_days.N) * DAY) },
    phase: { S: "not_started" },
    results: { M: {} },
    percent: { N: "0" },
    version: { N: "1" },
  });
};

// Whole or not at all; each condition holds a rule.
const write = async (place, codeKey, personKey, batch, person, enrolment, now) => {
  const stripe = String(place.index % 1000).padStart(3, "0");
  const voided = key(`CODES#${place.batch}#STRIPE#${stripe}`, "VOIDED");
  const held = {
    ConditionExpression: "(#holds = :0 AND #email = :1)",
    ExpressionAttributeNames: { "#holds": "holds", "#email": "email" },
    ExpressionAttributeValues: { ":0": person.holds, ":1": person.email },
  };
  const TransactItems = [
    { Put: { ...absent, Item: usedCode(codeKey, place, now, batch, person, enrolment) } },
    { ConditionCheck: { ...absent, Key: voided } },
    { Put: { ...absent, Item: enrolment } },
    { ConditionCheck: { ...absent, ...held, Key: personKey } },
  ];
  try {
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems, ReturnConsumedCapacity: "TOTAL" }));
  } catch (error) {
    const rule = error.CancellationReasons?.findIndex(({ Code }) => Code === "ConditionalCheckFailed") ?? -1;
    if (rule < 0) throw error;
    throw new Refusal(409, ["code_already_used", "code_voided", "already_enrolled", "person_changed"][rule]);
  }
};

const shown = (enrolment, account, course, now) => ({
  enrolment: {
    id: enrolment.enrolment_id.S,
    account: { id: account.account_id.S, name: account.name.S },
    course: { id: course.course_id.S, title: course.title.S },
    status: enrolment.phase.S,
    progress_percent: 0,
    score: null,
    starts_at: enrolment.starts_at.S,
    due_at: null,
    access_until: enrolment.access_until.S,
    modules: course.modules.L.map(({ M: { id, title } }) => ({
      id: id.S,
      title: title.S,
      completed: false,
      score: null,
      completed_at: null,
    })),
  },
  account: {
    id: account.account_id.S,
    name: account.name.S,
    kind: account.kind.S,
    role: "holder",
    seats: { limit: Number(account.seat_limit.N), used: Number(account.seats_used.N) },
    reseller: account.reseller.BOOL,
    mail_limit: account.mail_limit ? Number(account.mail_limit.N) : null,
    created_at: account.created_at.S,
    version: Number(account.version.N),
  },
});

const redeem = async (event) => {
  const now = Date.now();
  const token = session(event.headers.authorization);
  if (!token) throw new Refusal(401, "unauthenticated");
  const body = event.isBase64Encoded ? Buffer.from(event.body, "base64").toString() : event.body;
  const place = unseal(codes, String(JSON.parse(body).code));
  if (place === undefined) throw new Refusal(422, "mistyped_code");
  if (place === null) throw new Refusal(404, "unknown_code");
  const { batch: number, index } = place;
  const sessionKey = key(`PERSON#${token.person}`, `SESSION#${token.hash}`);
  const personKey = key(`PERSON#${token.person}`, "PERSON");
  const block = String(Math.floor(index / 1000)).padStart(3, "0");
  const codeKey = key(`CODES#${number}#${block}`, `CODE#${String(index).padStart(6, "0")}`);
  const batchKey = key(`BATCH#${number}`, "BATCH");
  const limitKey = key(`LIMIT#unknown_codes#${token.person}`, "LIMIT");
  const found = await read([sessionKey, personKey, codeKey, limitKey], batchKey);
  const [signedIn, person, used, tried, batch] =
    [sessionKey, personKey, codeKey, limitKey, batchKey].map(found);
  if (!signedIn || !person || signedIn.expires_at.S <= time(now)) throw new Refusal(401, "unauthenticated");
  if (tried && tried.until.S > time(now) && Number(tried.count.N) >= 20) throw new Refusal(429, "too_many_requests");
  if (!batch || index >= Number(batch.quantity.N)) throw new Refusal(404, "unknown_code");
  if (used) throw new Refusal(409, "code_already_used");
  if (batch.voided_at) throw new Refusal(409, "code_voided");
  if (!person.holds) throw new Refusal(409, "no_account");
  const enrolment = enrolmentOf(batch, person, now);
  const accountKey = key(`ACCOUNT#${enrolment.account_id.S}`, "ACCOUNT");
  const courseKey = key(`COURSE#${batch.course_id.S}`, "COURSE");
  const [, beside] = await Promise.all([
    write(place, codeKey, personKey, batch, person, enrolment, now),
    read([accountKey], courseKey),
  ]);
  return shown(enrolment, beside(accountKey), beside(courseKey), now);
};

const answer = (statusCode, type, body, headers) => ({
  statusCode,
  headers: { "content-type": type, ...headers },
  body: JSON.stringify(body),
  isBase64Encoded: false,
});

const handler = async (event) => {
  try {
    return answer(201, "application/json", await redeem(event), { location: "/v1/me/enrolments" });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return answer(error.status, "application/problem+json", { status: error.status, code: error.message });
  }
};

// Connects before the first call, as `redeem_code` does.
await read([key("NOTHING", "NOTHING")]).catch(() => {});
await run(handler);
