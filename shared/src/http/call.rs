//! A request as an operation sees it: who is calling, parsed values, and what was read with them.

use super::{
    Code, PathIds, Problem,
    access::Access,
    input::{NoBody, NoQuery},
};
use crate::{
    app::App,
    domain::{
        AccountId, EventId, Invalid,
        event::{Action, Actor, Changes, Subject},
    },
    table::{Entity, Items, Key, event::Event},
};

/// One call of an operation.
pub struct Call<A: Access, B = NoBody, Q = NoQuery> {
    /// The application.
    pub app: App,
    /// Who is calling: the route's access column was enforced.
    pub who: A::Who,
    /// The identifiers of the path.
    pub path: PathIds,
    /// The query.
    pub query: Q,
    /// The body.
    pub body: B,
    /// The version that the caller last saw, where they say so by `If-Match`.
    pub if_match: Option<u64>,
    /// What kind of answer the caller would like.
    pub wants_csv: bool,
    /// The request's path and query, for a link to the next page.
    pub uri: http::Uri,
    /// A ULID that is the same whenever this request is sent again with the same
    /// `Idempotency-Key`, and new otherwise: what is made under it is made once.
    pub ulid: ulid::Ulid,
    /// What was read together with the caller's standing.
    pub read: Items,
}

impl<A: Access, B, Q> Call<A, B, Q> {
    /// What was read under a key together with the caller's standing; 404 if nothing was there.
    pub fn found<E: Entity>(&self, key: &Key) -> Result<E, Problem> {
        self.read.get(key)?.ok_or_else(Problem::not_found)
    }

    /// Refuses a change of something whose version is not the one the caller last saw.
    pub fn expect_version(&self, version: u64) -> Result<(), Problem> {
        match self.if_match {
            Some(seen) if seen != version => Err(Problem::new(Code::StaleVersion)),
            _ => Ok(()),
        }
    }

    /// An entry for an account's audit trail, to be written together with the change.
    pub fn event(
        &self,
        account_id: AccountId,
        actor: &Actor,
        action: Action,
        subject: (&str, String),
        changes: serde_json::Value,
    ) -> Event {
        Event {
            account_id,
            event_id: EventId::new(self.app.clock.precise()),
            at: self.app.clock.now(),
            actor: actor.clone(),
            action,
            subject: Subject { kind: subject.0.into(), id: subject.1 },
            changes: match changes {
                serde_json::Value::Object(changes) => changes,
                _ => Changes::new(),
            },
        }
    }
}

/// Reads `If-Match: "<version>"`; `*` matches anything.
pub(super) fn if_match(headers: &http::HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(http::header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let bad = || Invalid::new("invalid_version", "Must be a version in quotes, such as \"3\".");
    let version = version.and_then(|version| version.parse().ok());
    version.map(Some).ok_or_else(|| Problem::field("If-Match", bad()))
}
