//! `Idempotency-Key`: the same request sent again gets the first answer again.
//!
//! A claim under the hash of caller, method, path and key is written before the operation runs;
//! its not being there is the condition, so of two at once one runs. The claim says until when
//! its function may run: if there is no answer by then, the function has died, and the request is
//! free. The answer is added to the claim, sealed, since it may show a secret that is stored
//! nowhere else. One that is too long for an item is written in parts before, so that whoever
//! finds it finds it whole.

use axum::{
    body::{Body, Bytes, to_bytes},
    response::{IntoResponse, Response},
};
use futures::future::try_join_all;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Caller, Code, Deadline, Problem, reply};
use crate::{
    app::App,
    domain::Invalid,
    seal::Purpose,
    table::{
        Change, Condition, Entity, WriteError,
        idempotency::{AnswerPart, Kept, PART},
        keys,
    },
};

/// The header.
pub const HEADER: &str = "idempotency-key";

/// A request that carries a key.
pub struct Claim {
    kept: Kept,
}

/// What a claim came to.
pub enum Claimed {
    /// Nobody has run it: run it.
    Run(Claim),
    /// It ran: this was the answer.
    Replay(Response),
}

/// The header's key, if the request carries one.
fn key(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    let text = value.to_str().ok().filter(|text| {
        (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
    });
    let bad = || Invalid::new("invalid_key", "Must be 1 to 255 visible ASCII characters.");
    text.map(Some).ok_or_else(|| Problem::field("Idempotency-Key", bad()))
}

/// Hashes the parts, each with its length in front so that they cannot run into one another.
fn hash(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

/// A request that carries a key.
pub struct Keyed<'r> {
    caller: &'r Caller,
    parts: &'r Parts,
    key: &'r str,
    body: &'r Bytes,
    deadline: Deadline,
}

impl<'r> Keyed<'r> {
    /// The request, if it carries a key and is one that may: a POST by a known caller.
    pub fn of(
        parts: &'r Parts,
        body: &'r Bytes,
        caller: Option<&'r Caller>,
        deadline: Deadline,
    ) -> Result<Option<Self>, Problem> {
        let caller = caller.filter(|_| parts.method == Method::POST);
        let Some(caller) = caller else { return Ok(None) };
        Ok(key(&parts.headers)?.map(|key| Self { caller, parts, key, body, deadline }))
    }

    /// What is kept of it as a run begins: an answer is kept for its caller alone.
    fn kept(&self, app: &App) -> Kept {
        let Parts { method, uri, .. } = self.parts;
        Kept {
            hash: hash(&[
                self.caller.id.as_bytes(),
                method.as_str().as_bytes(),
                uri.path().as_bytes(),
                self.key.as_bytes(),
            ]),
            body: hash(&[uri.query().unwrap_or_default().as_bytes(), self.body]),
            began_at: milliseconds(app.clock.precise()),
            until: milliseconds(self.deadline.at),
            attempt: crate::domain::MailId::new(app.clock.precise()).ulid().to_string(),
            answer: None,
            parts: None,
        }
    }
}

/// The answer that a request had, for a caller who may make it no longer: what it did may be just
/// why, as handing an account over. It shows nobody what they were not shown before.
pub async fn answer_before(
    app: &App,
    request: Option<Keyed<'_>>,
) -> Result<Option<Response>, Problem> {
    let Some(request) = request else { return Ok(None) };
    let asked = request.kept(app);
    let key = keys::idempotency(&asked.hash);
    let first: Option<Kept> = app.table.get_many([key.clone()]).await?.get(&key)?;
    let same = |first: &Kept| first.body == asked.body && !first.is_over(asked.began_at);
    let Some(first) = first.filter(same) else { return Ok(None) };
    match kept_answer(app, &first).await? {
        Some(sealed) => open(app, &first, &sealed).await.map(Some),
        None => Ok(None),
    }
}

/// Claims a request for this run, or finds the answer it had.
pub async fn claim(app: &App, request: &Keyed<'_>) -> Result<Claimed, Problem> {
    let kept = request.kept(app);
    let now = kept.began_at;
    let claim = app.table.write().create(&kept, ());
    let first = match claim.run().await {
        Ok(()) => return Ok(Claimed::Run(Claim { kept })),
        Err(WriteError::Store(error)) => return Err(error.into()),
        Err(WriteError::Refused((), first)) => first.map(Kept::from_item).transpose()?,
    };
    let Some(first) = first else { return Err(Problem::unavailable("a claim without an item")) };
    if first.is_over(now) {
        return take_over(app, kept, &first).await;
    }
    if first.body != kept.body {
        return Err(Problem::new(Code::IdempotencyKeyReused));
    }
    match kept_answer(app, &first).await? {
        Some(sealed) => Ok(Claimed::Replay(open(app, &first, &sealed).await?)),
        None if first.until <= now => take_over(app, kept, &first).await,
        None => Err(in_progress()),
    }
}

/// Takes the place of a claim whose day is over, or which never came to an answer.
async fn take_over(app: &App, mut kept: Kept, first: &Kept) -> Result<Claimed, Problem> {
    if !first.is_over(kept.began_at) {
        // What the dead attempt made, it made under this name: see `Claim::ulid`.
        kept.began_at = first.began_at;
    }
    let unchanged = Condition::is("attempt", &first.attempt);
    match app.table.write().put_if(&kept, unchanged, ()).run().await {
        Ok(()) => Ok(Claimed::Run(Claim { kept })),
        Err(WriteError::Refused(..)) => Err(in_progress()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// A time to the millisecond, as identifiers have it.
fn milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

fn in_progress() -> Problem {
    let mut problem = Problem::new(Code::RequestInProgress);
    problem.retry_after = Some(1);
    problem
}

impl Kept {
    fn is_over(&self, now: Timestamp) -> bool {
        self.ttl().is_some_and(|ttl| ttl <= now.as_second())
    }
}

#[derive(Serialize, Deserialize)]
struct Answer {
    status: u16,
    content_type: Option<String>,
    retry_after: Option<String>,
    #[serde(default)]
    location: Option<String>,
    body: String,
}

impl Claim {
    /// A name for what the request makes that is the same in every attempt.
    pub fn ulid(&self) -> ulid::Ulid {
        let millis = u64::try_from(self.kept.began_at.as_millisecond()).unwrap_or_default();
        let digits = self.kept.hash.get(..20).unwrap_or_default();
        ulid::Ulid::from_parts(millis, u128::from_str_radix(digits, 16).unwrap_or_default())
    }

    /// Keeps the answer. One that says "try again" is not kept: the claim is free at once, and
    /// trying again runs again under the same name. What this run made before its own answer from
    /// the table got lost is found there.
    pub async fn keep(self, app: &App, answer: Response) -> Response {
        let passing =
            answer.status().is_server_error() || answer.status() == StatusCode::TOO_MANY_REQUESTS;
        let key = keys::idempotency(&self.kept.hash);
        let own = Condition::is("attempt", &self.kept.attempt);
        if passing {
            let ended = Change::of(key).set("until", self.kept.began_at);
            if app.table.write().change(ended, own, ()).run().await.is_err() {
                tracing::warn!("a claim was not ended");
            }
            return answer;
        }
        match self.seal(app, answer).await {
            Ok((answer, sealed)) => {
                if self.write(app, sealed, own).await.is_err() {
                    tracing::warn!("an answer was not kept");
                }
                answer
            }
            Err(problem) => problem.into_response(),
        }
    }

    /// Adds the answer to the claim, or its parts beside it and then their number.
    async fn write(&self, app: &App, sealed: String, own: Condition) -> Result<(), WriteError<()>> {
        let kept = Change::of(self.kept.key());
        let kept = if sealed.len() <= PART {
            kept.set("answer", sealed)
        } else {
            let parts = self.parts(&sealed);
            try_join_all(parts.iter().map(|part| app.table.write::<()>().put(part).run())).await?;
            kept.set("parts", parts.len())
        };
        app.table.write().change(kept, own, ()).run().await
    }

    fn parts(&self, sealed: &str) -> Vec<AnswerPart> {
        let Kept { hash, attempt, .. } = &self.kept;
        let part = |(number, text): (usize, &[u8])| AnswerPart {
            hash: hash.clone(),
            attempt: attempt.clone(),
            number,
            // What is sealed is ASCII.
            text: String::from_utf8_lossy(text).into_owned(),
            until: self.kept.ttl().unwrap_or_default(),
        };
        sealed.as_bytes().chunks(PART).enumerate().map(part).collect()
    }

    async fn seal(&self, app: &App, answer: Response) -> Result<(Response, String), Problem> {
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await;
        let body = body.map_err(|error| Problem::internal(error.to_string()))?;
        let header = |name| Some(parts.headers.get(name)?.to_str().ok()?.to_owned());
        let kept = Answer {
            status: parts.status.as_u16(),
            content_type: header(header::CONTENT_TYPE),
            retry_after: header(header::RETRY_AFTER),
            location: header(header::LOCATION),
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        let plain =
            serde_json::to_vec(&kept).map_err(|error| Problem::internal(error.to_string()))?;
        let seal = app.seal.key(Purpose::IdempotencyAnswer).await?;
        let sealed = seal.seal(self.kept.hash.as_bytes(), &plain);
        Ok((Response::from_parts(parts, Body::from(body)), sealed))
    }
}

/// The answer that was kept, if there is one.
async fn kept_answer(app: &App, kept: &Kept) -> Result<Option<String>, Problem> {
    let Some(parts) = kept.parts else { return Ok(kept.answer.clone()) };
    let keys = (0..parts).map(|number| keys::answer_part(&kept.hash, &kept.attempt, number));
    let found = app.table.get_many(keys.clone()).await?;
    let mut sealed = String::new();
    for key in keys {
        let part: Option<AnswerPart> = found.get(&key)?;
        let part = part.ok_or_else(|| Problem::internal("a part of an answer is gone"))?;
        sealed.push_str(&part.text);
    }
    Ok(Some(sealed))
}

async fn open(app: &App, kept: &Kept, sealed: &str) -> Result<Response, Problem> {
    let seal = app.seal.key(Purpose::IdempotencyAnswer).await?;
    let plain = seal.open(kept.hash.as_bytes(), sealed);
    let answer: Answer = plain
        .and_then(|plain| serde_json::from_slice(&plain).ok())
        .ok_or_else(|| Problem::internal("a kept answer does not open"))?;
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = reply::of_json(status, answer.body.into_bytes());
    response.headers_mut().remove(header::CONTENT_TYPE);
    let headers = [
        (header::CONTENT_TYPE, answer.content_type),
        (header::RETRY_AFTER, answer.retry_after),
        (header::LOCATION, answer.location),
    ];
    for (name, value) in headers {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    Ok(response)
}
