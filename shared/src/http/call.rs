//! A request as an operation sees it: who is calling, parsed values, and what was read with them.

use super::{
    Code, PathIds, Peer, Problem,
    access::{Access, Account},
    input::{NoBody, NoQuery},
};
use crate::{
    app::App,
    domain::{
        AccountId, Invalid, TimeZone,
        event::{Action, Actor},
    },
    table::{Entity, Items, Key, account, event::Event, keys, person::Person},
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
    /// The version that the caller last saw, where they say so.
    pub if_match: IfMatch,
    /// Whether the caller would like a table.
    pub wants_csv: bool,
    /// Whether the caller would like a document.
    pub wants_pdf: bool,
    /// Where the request comes from.
    pub peer: Peer,
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
        match &self.if_match {
            IfMatch::One(seen) if !seen.contains(&version) => Err(Problem::new(Code::StaleVersion)),
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
        self.app.event(account_id, actor, action, subject, changes)
    }
}

impl<B, Q> Call<Account, B, Q> {
    /// The zone in which the caller reads times: their own, if they were read, else the account's.
    pub fn zone(&self) -> Result<TimeZone, Problem> {
        let reader = self.who.caller.id.parse().map(keys::person);
        let reader: Option<Person> = match &reader {
            Ok(key) => self.read.get(key)?,
            // A program has no zone of its own.
            Err(_) => None,
        };
        match reader.and_then(|reader| reader.time_zone) {
            Some(own) => Ok(own),
            None => {
                let account = keys::account(self.who.account);
                Ok(self.found::<account::Account>(&account)?.time_zone)
            }
        }
    }
}

/// What `If-Match` says
/// ([RFC 9110, 13.1.1](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IfMatch {
    /// Any version is meant: it says so by `*`, or says nothing.
    Any,
    /// One of these versions is meant. Weak tags, and those that no version has, match nothing.
    One(Vec<u64>),
}

impl IfMatch {
    /// Reads the header: `*`, a tag in quotes or a list of them.
    pub(super) fn read(headers: &http::HeaderMap) -> Result<Self, Problem> {
        let mut versions = vec![];
        let mut lists = headers.get_all(http::header::IF_MATCH).iter().peekable();
        if lists.peek().is_none() {
            return Ok(Self::Any);
        }
        for list in lists {
            for tag in list.to_str().unwrap_or_default().split(',').map(str::trim) {
                if tag == "*" {
                    return Ok(Self::Any);
                }
                versions.extend(version(tag)?);
            }
        }
        Ok(Self::One(versions))
    }
}

/// The version that a tag names, if one has it.
fn version(tag: &str) -> Result<Option<u64>, Problem> {
    let strong = tag.strip_prefix("W/");
    let quoted = strong.unwrap_or(tag).strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
    let bad = || Invalid::new("invalid_version", "Must be a version in quotes, such as \"3\".");
    let quoted = quoted.ok_or_else(|| Problem::field("If-Match", bad()))?;
    Ok(if strong.is_some() { None } else { quoted.parse().ok() })
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, header};

    use super::IfMatch;

    fn read(value: &str) -> Option<IfMatch> {
        IfMatch::read(&HeaderMap::from_iter([(header::IF_MATCH, value.parse().unwrap())])).ok()
    }

    #[test]
    fn a_tag_a_list_or_a_star_is_read() {
        assert_eq!(IfMatch::read(&HeaderMap::new()).ok(), Some(IfMatch::Any));
        assert_eq!(read("*"), Some(IfMatch::Any));
        assert_eq!(read("\"3\""), Some(IfMatch::One(vec![3])));
        assert_eq!(read("\"3\", \"5\""), Some(IfMatch::One(vec![3, 5])));
    }

    #[test]
    fn weak_tags_and_those_of_something_else_match_nothing() {
        assert_eq!(read("W/\"3\""), Some(IfMatch::One(vec![])));
        assert_eq!(read("\"abc\""), Some(IfMatch::One(vec![])));
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for bad in ["3", "\"3", "", "\"1\",, 2"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
