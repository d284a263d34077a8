//! How attributes are written that several callers write at once: what is added to is never set,
//! and what is set from what was read is set under a guard. Each attribute is one or the other.
//!
//! The table below says which. The tests compare every write that they see with it: a number that
//! is added to is named here, no update sets it, an item of the table is put only where nothing
//! lies or under its guard, never by a batch, which has no conditions, and whatever is set under a
//! guard names the guard in the condition of its write.
//!
//! What can be counted again also moves [`MOVES`] with every change of it, by
//! [`Change::count`](super::Change::count). That nothing has moved is the condition under which a
//! recount mends a count.

use serde::{Deserialize, Deserializer};

/// How often an item's counts have changed.
pub const MOVES: &str = "moves";

/// How often a recount mended what the stream's consumer counts of a batch.
pub const MENDS: &str = "mends";

/// Counts the changes of an item that people edit: added to, or set on the condition that it is as
/// it was read.
pub const VERSION: &str = "version";

/// How the attributes of one kind of item are written. What is not named is not made from what was
/// read, or by one writer only.
#[derive(Debug)]
pub struct Written {
    /// What the item calls itself.
    pub kind: &'static str,
    /// What its partition key holds.
    pub pk_has: &'static str,
    /// How its sort key begins.
    pub sk_start: &'static str,
    /// Numbers that are only added to.
    pub added: &'static [&'static str],
    /// The guard under which an item takes the place of another and begins to count anew; without
    /// one it is made once.
    pub anew_under: Option<&'static str>,
    /// Kinds of items whose making in the same write shows that nothing lies here either: the key
    /// has an identifier that was made for them both.
    pub made_with: &'static [&'static str],
    /// What is set, and the attribute that the condition names for it.
    pub set: &'static [(&'static str, &'static [&'static str])],
}

const NONE: Written = Written {
    kind: "",
    pk_has: "",
    sk_start: "",
    added: &[],
    anew_under: None,
    made_with: &[],
    set: &[],
};

/// How each kind of item is written that somebody adds to or that has a version.
#[rustfmt::skip]
pub const ITEMS: [Written; 31] = [
    Written { kind: "account", sk_start: "ACCOUNT", added: &["seats_used", "active_drivers", "departures", MOVES],
        set: &[(VERSION, &["name", "kind", "seat_limit", "reseller", "mail_limit", "time_zone"])], ..NONE },
    Written { kind: "user", sk_start: "USER#", made_with: &["account", "invited"], added: &["round"],
        set: &[(VERSION, &["name", "phone", "role", "group_ids", "invited_at", "activated_at", "email", "person_id", "moves_from"]), ("invitation.number", &["invitation"])], ..NONE },
    Written { kind: "group", sk_start: "GROUP#", added: &["member_count", MOVES], set: &[(VERSION, &["name"])], ..NONE },
    Written { kind: "pool", sk_start: "POOL#", added: &["purchased", "assigned", "used_up", MOVES], ..NONE },
    Written { kind: "person", sk_start: "PERSON", added: &["manages", "invited_to_manage", MOVES], set: &[("holds", &["holds", "founded_at"]), ("email", &["email"])], ..NONE },
    Written { kind: "manager", sk_start: "MANAGER#", set: &[(VERSION, &["scope", "accepted_at", "email"])], ..NONE },
    Written { kind: "client", sk_start: "CLIENT#", set: &[(VERSION, &["labels", "people", "accepted_at"])], ..NONE },
    Written { kind: "route", sk_start: "ROUTE#", pk_has: "", set: &[(VERSION, &["name", "starts_at", "ends_at", "note"])], ..NONE },
    Written { kind: "training_session", sk_start: "TRAINING#", anew_under: Some(VERSION), ..NONE },
    Written { kind: "enrolment", sk_start: "ENROLMENT#", anew_under: Some(VERSION),
        set: &[(VERSION, &["results", "phase", "percent", "score", "access_until", "recorded"])], ..NONE },
    Written { kind: "past_round", sk_start: "PAST_ROUND#", set: &[(VERSION, &["results", "phase", "percent", "score"])], ..NONE },
    Written { kind: "record", pk_has: "#RECORDS", sk_start: "rec_", ..NONE },
    Written { kind: "own_record", sk_start: "RECORD#", made_with: &["record"], ..NONE },
    Written { kind: "batch", sk_start: "BATCH", set: &[("send_from", &["send_from"])], ..NONE },
    Written { kind: "batch_count", sk_start: "COUNT#", added: &["redeemed", "voided", MENDS], ..NONE },
    Written { kind: "combination", sk_start: "COMBINATION#", added: &["users", "drivers", MOVES], ..NONE },
    Written { kind: "departure", sk_start: "DEPARTURE", added: &["round"], ..NONE },
    Written { kind: "report_link", pk_has: "ACCOUNT#", sk_start: "LINK#", added: &["openings"], set: &[("last_opened_at", &["last_opened_at"])], ..NONE },
    Written { kind: "own_report_link", pk_has: "PERSON#", sk_start: "LINK#", added: &["openings"], set: &[("last_opened_at", &["last_opened_at"])], ..NONE },
    Written { kind: "refusal", sk_start: "REFUSED#", added: &["ended", "round"], set: &[("round", &["after"])], ..NONE },
    Written { kind: "closed_account", sk_start: "CLOSED", added: &["round"], ..NONE },
    Written { kind: "tally", pk_has: "#TALLY", added: &["count", "scored", "score_tenths", MOVES], ..NONE },
    Written { kind: "validity_tally", pk_has: "#VALID", added: &["count", MOVES], ..NONE },
    Written { kind: "user_progress", pk_has: "#PROGRESS", anew_under: Some(VERSION),
        set: &[(VERSION, &["courses", "group_ids", "driver"])], ..NONE },
    Written { kind: "sign_in", sk_start: "SIGN_IN", added: &["tries"], ..NONE },
    Written { kind: "address_change", sk_start: "ADDRESS_CHANGE", added: &["tries"], ..NONE },
    Written { kind: "forgetting", sk_start: "FORGETTING", added: &["round"], set: &[("round", &["behind", "trail", "found"])], ..NONE },
    Written { kind: "readdressing", sk_start: "READDRESSING", added: &["round"], set: &[("round", &["behind", "found"])], ..NONE },
    Written { kind: "signed_in", sk_start: "SIGNED_IN", set: &[("round", &["round"])], ..NONE },
    Written { kind: "sign_in_mails", sk_start: "SIGN_IN_MAILS", anew_under: Some(VERSION), ..NONE },
    Written { kind: "limit", sk_start: "LIMIT", added: &["count"], anew_under: Some("until"), ..NONE },
];

/// Reads a count. One that went wrong is shown as nothing until it is counted again: it must not
/// make its item unreadable.
pub fn never_negative<'de, D, N>(from: D) -> Result<N, D::Error>
where
    D: Deserializer<'de>,
    N: TryFrom<i64> + Default,
{
    Ok(N::try_from(i64::deserialize(from)?).unwrap_or_default())
}
