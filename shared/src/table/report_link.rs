//! Report links: URLs that show a report to whoever has one (rule 47). Of a link it is kept what it shows
//! and who made it; its token is made of where it lies and stored nowhere.
//!
//! | rule | condition in the write |
//! |---|---|
//! | an account, or a person, has [`MOST`] links at most | the set of them is smaller |
//! | a closed account, and who is forgotten, gets none | it is there, and not forgotten |
//! | a link that is revoked stays so, however it is opened meanwhile | noting an opening: it is there |
//! | openings within [`NOTED_EVERY`] count once | noting one: none was noted since |

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Change, Condition, Entity, Key, keys};
use crate::domain::{AccountId, CourseId, GroupId, LinkId, PersonId, UserId, text::Label};

/// How many links an account, or a person, has at most.
pub const MOST: usize = 100;
/// How often an opening is noted: one that follows another sooner is of the same reading. So a link that
/// many open at once is not written to by each of them.
pub const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// What every link has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Which.
    pub link_id: LinkId,
    /// Its maker's word for it.
    pub name: Label,
    /// It shows this course alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course_id: Option<CourseId>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the last opening was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_opened_at: Option<Timestamp>,
    /// How many were.
    #[serde(default)]
    pub openings: u64,
}

impl Link {
    /// Whether it has ended by itself.
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }

    /// The change that notes an opening of the link under a key, and its condition; none if one was noted
    /// just now.
    pub fn opening(&self, key: Key, now: Timestamp) -> Option<(Change, Condition)> {
        if self.last_opened_at.is_some_and(|last| now.duration_since(last) < NOTED_EVERY) {
            return None;
        }
        let seldom = match self.last_opened_at {
            None => Condition::Lacks("last_opened_at"),
            Some(last) => Condition::is("last_opened_at", last),
        };
        let opened = Change::of(key).add("openings", 1).set("last_opened_at", now);
        Some((opened, Condition::All(vec![Condition::Present, seldom])))
    }
}

/// A link of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReportLink {
    /// Whose.
    pub account_id: AccountId,
    /// Who made it.
    pub maker_person_id: PersonId,
    /// As which of the account's users: who leaves and comes again is somebody else.
    pub maker_user_id: UserId,
    /// It shows who is in this group when it is opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// It shows this user alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The link.
    #[serde(flatten)]
    pub link: Link,
}

impl Entity for ReportLink {
    const KIND: &'static str = "report_link";

    fn key(&self) -> Key {
        keys::report_link(self.account_id, self.link.link_id)
    }
}

/// A link of a person's own courses and records.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OwnReportLink {
    /// Whose.
    pub person_id: PersonId,
    /// The link.
    #[serde(flatten)]
    pub link: Link,
}

impl Entity for OwnReportLink {
    const KIND: &'static str = "own_report_link";

    fn key(&self) -> Key {
        keys::own_report_link(self.person_id, self.link.link_id)
    }
}

/// Whose links are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkOwner {
    /// An account's.
    Account(AccountId),
    /// A person's own.
    Person(PersonId),
}

/// Which links somebody has: how many they may have is a condition on it. It changes only together with
/// a link.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LinkSet {
    /// Who.
    pub owner: LinkOwner,
    /// Which.
    #[serde(
        default,
        with = "serde_dynamo::string_set",
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    pub link_ids: BTreeSet<LinkId>,
}

impl LinkSet {
    /// Where it lies.
    pub fn key_of(owner: LinkOwner) -> Key {
        match owner {
            LinkOwner::Account(account) => keys::link_set(account),
            LinkOwner::Person(person) => keys::own_link_set(person),
        }
    }

    /// The change that adds a link, made if there was never one.
    pub fn more(owner: LinkOwner, link: LinkId) -> Change {
        Change::of(Self::key_of(owner))
            .set("entity", Self::KIND)
            .set("v", 1)
            .set("owner", owner)
            .add_to_set("link_ids", [link])
    }

    /// The change that takes a link away.
    pub fn less(owner: LinkOwner, link: LinkId) -> Change {
        Change::of(Self::key_of(owner)).take_from_set("link_ids", [link])
    }

    /// The condition that there is room for another.
    pub fn has_room() -> Condition {
        Condition::Smaller("link_ids", MOST)
    }
}

impl Entity for LinkSet {
    const KIND: &'static str = "link_set";

    fn key(&self) -> Key {
        Self::key_of(self.owner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_within_five_minutes_are_noted_once() {
        let at = |second: i64| Timestamp::from_second(1_790_000_000 + second).expect("a time");
        let mut link = Link {
            link_id: LinkId::new(at(0)),
            name: Label::parse("Insurer").expect("a label"),
            course_id: None,
            expires_at: None,
            created_at: at(0),
            last_opened_at: None,
            openings: 0,
        };
        let key = || keys::link_set(AccountId::new(at(0)));
        assert!(link.opening(key(), at(0)).is_some());
        link.last_opened_at = Some(at(0));
        for (second, noted) in [(0, false), (299, false), (300, true), (301, true)] {
            assert_eq!(link.opening(key(), at(second)).is_some(), noted, "{second}");
        }
    }
}
