//! What of the table is about a person: for each kind of item, whether it is in the file that they get of
//! everything about themselves, and why not, and what becomes of it when they are forgotten (rule 48).

use super::Item;

/// What the file has of a kind of item.
#[derive(Debug, Clone, Copy)]
pub enum Exported {
    /// It is in this section.
    As(&'static str),
    /// Likewise, without these attributes: secrets, and what is others'.
    Without(&'static str, &'static [&'static str]),
    /// It is not, for this reason.
    No(&'static str),
}

/// What becomes of a kind of item when a person is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgotten {
    /// It goes.
    Gone,
    /// It stays, with a pseudonym in the place of their address, and without their name.
    Pseudonym,
    /// It stays as it is, for this reason.
    Kept(&'static str),
}

use Exported::{As, No, Without};
use Forgotten::{Gone, Kept, Pseudonym};

const OF_ACCOUNT: &str = "It is the account's, and about nobody.";
const COUNTED: &str = "It follows from what is in the file, or from nobody's.";
const OF_OTHERS: &str =
    "It is the account's own record, and names others too: who may read it there does.";
const AT_WORK: &str = "It is of use for minutes or days, then it ends by itself.";
const BY_LAW: &str = "An employer keeps its records until ten years after they have ended; those of one's own account go.";
const BY_ID: &str = "It has identifiers alone, which lead to a pseudonym.";
const STOPPED: &str = "Whoever reads the mailbox asked for no more mails: that stays so.";
const CLOSED: &str = "Why an account is there no more.";
const OF_SERVICE: &str = "It is the service's, and about nobody.";

/// Every kind of item.
pub const KINDS: &[(&str, Exported, Forgotten)] = &[
    ("person", As("person"), Pseudonym),
    ("session", Without("sign_ins", &["hash"]), Gone),
    ("context", As("contexts"), Gone),
    ("invited", As("invitations"), Gone),
    ("enrolment", As("enrolments"), Gone),
    ("past_round", As("past_rounds"), Gone),
    ("own_record", As("records"), Gone),
    ("own_report_link", As("report_links"), Gone),
    ("attendance", As("training_sessions"), Gone),
    ("calendar", As("calendar"), Gone),
    ("assignment", As("routes"), Gone),
    ("email", As("addresses"), Gone),
    ("signed_in", As("sign_ins_by_mail"), Kept(AT_WORK)),
    // It is of all addresses of a mailbox, whichever of them it was stopped for last.
    ("mail_stop", Without("mail_stops", &["email"]), Kept(STOPPED)),
    // How each account has them: not who invited them, nor whose the user was before their address was
    // corrected.
    ("user", Without("users", &["invitation", "moves_from"]), Pseudonym),
    ("manager", Without("managers", &["invited_by"]), Pseudonym),
    ("account", No(OF_ACCOUNT), Kept(OF_ACCOUNT)),
    ("name", No(OF_ACCOUNT), Kept(OF_ACCOUNT)),
    ("closed_account", No(OF_ACCOUNT), Kept(CLOSED)),
    // Who of a firm was sent to a client has a context there, which is in the file.
    ("client", No(OF_OTHERS), Kept(OF_ACCOUNT)),
    ("group", No(OF_ACCOUNT), Kept(OF_ACCOUNT)),
    ("group_name", No(OF_ACCOUNT), Kept(OF_ACCOUNT)),
    ("combination", No(COUNTED), Kept(OF_ACCOUNT)),
    // The groups stand with the user.
    ("group_member", No(COUNTED), Gone),
    ("user_progress", No(COUNTED), Gone),
    ("name_word", No(COUNTED), Gone),
    ("tally", No(COUNTED), Kept(OF_ACCOUNT)),
    ("validity_tally", No(COUNTED), Kept(OF_ACCOUNT)),
    ("batch_count", No(COUNTED), Kept(OF_ACCOUNT)),
    ("mention", No(COUNTED), Kept(BY_ID)),
    ("invitation_text", No(OF_ACCOUNT), Kept(OF_ACCOUNT)),
    ("pool", No(OF_ACCOUNT), Kept(OF_ACCOUNT)),
    ("order", No(OF_ACCOUNT), Kept(OF_ACCOUNT)),
    ("batch", No(OF_ACCOUNT), Kept(OF_ACCOUNT)),
    ("voided_stripe", No(OF_ACCOUNT), Kept(OF_ACCOUNT)),
    ("api_key", No(OF_OTHERS), Pseudonym),
    // It is dead once its maker is not there.
    ("report_link", No(OF_OTHERS), Kept(BY_ID)),
    // Those that a person has are in the file.
    ("link_set", No(COUNTED), Gone),
    ("reseller_request", No(OF_OTHERS), Pseudonym),
    ("refusal", No(OF_OTHERS), Kept(OF_ACCOUNT)),
    ("reminder_settings", No(OF_ACCOUNT), Kept(OF_ACCOUNT)),
    ("event", No(OF_OTHERS), Pseudonym),
    ("record", No(OF_OTHERS), Kept(BY_LAW)),
    ("user_record", No(COUNTED), Kept(BY_ID)),
    ("training_session", No(OF_OTHERS), Pseudonym),
    ("route", No(OF_OTHERS), Pseudonym),
    ("sharing", No(OF_OTHERS), Gone),
    ("shared_driver", No(OF_OTHERS), Gone),
    ("share_progress", No(OF_ACCOUNT), Kept(OF_ACCOUNT)),
    // It is found by the code alone; the enrolment that it opened is in the file.
    ("code", No(OF_OTHERS), Pseudonym),
    // It is found by a certificate's code alone; the record that it leads to is in the file.
    ("certificate", No(COUNTED), Kept(BY_ID)),
    ("sign_in", No(AT_WORK), Kept(AT_WORK)),
    ("address_change", No(AT_WORK), Kept(AT_WORK)),
    ("forgetting", No(AT_WORK), Kept(AT_WORK)),
    ("trace", As("left"), Gone),
    ("readdressing", No(AT_WORK), Kept(AT_WORK)),
    ("mail", No(AT_WORK), Kept(AT_WORK)),
    ("notice", No(AT_WORK), Kept(AT_WORK)),
    ("departure", No(AT_WORK), Kept(AT_WORK)),
    ("limit", No(AT_WORK), Kept(AT_WORK)),
    ("idempotency", No(AT_WORK), Kept(AT_WORK)),
    ("answer_part", No(AT_WORK), Kept(AT_WORK)),
    // It tells from where anybody asked for a mail to the mailbox.
    ("sign_in_mails", No(AT_WORK), Kept(AT_WORK)),
    ("course", No(OF_SERVICE), Kept(OF_SERVICE)),
    ("revision", No(OF_SERVICE), Kept(OF_SERVICE)),
    ("position", No(OF_SERVICE), Kept(OF_SERVICE)),
    ("probe", No(OF_SERVICE), Kept(OF_SERVICE)),
    ("recount_cursor", No(OF_SERVICE), Kept(OF_SERVICE)),
    ("mail_mark", No(OF_SERVICE), Kept(OF_SERVICE)),
    ("reminder_cursor", No(OF_SERVICE), Kept(OF_SERVICE)),
];

/// What an item is kept by, and not about.
const OF_TABLE: [&str; 9] =
    ["pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "entity", "v", super::keys::TTL];

/// The section that an item is in, and what of it is there; none for a kind that is not exported.
pub fn exported(mut item: Item) -> Option<(&'static str, Item)> {
    let kind = item.get("entity")?.as_s().ok()?;
    let (_, exported, _) = KINDS.iter().find(|(known, ..)| known == kind)?;
    let (section, without): (_, &[&str]) = match *exported {
        As(section) => (section, &[]),
        Without(section, without) => (section, without),
        No(_) => return None,
    };
    item.retain(|name, _| !OF_TABLE.contains(&name.as_str()) && !without.contains(&name.as_str()));
    Some((section, item))
}

/// What becomes of a kind of item when a person is forgotten; none for a kind that is not known.
pub fn forgotten(kind: &str) -> Option<Forgotten> {
    KINDS.iter().find(|(known, ..)| *known == kind).map(|(.., forgotten)| *forgotten)
}
