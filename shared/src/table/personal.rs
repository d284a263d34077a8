//! What of the table is about a person: for each kind of item, whether it is in the file that they get of
//! everything about themselves (rule 48), and why not.

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

use Exported::{As, No, Without};

const OF_ACCOUNT: &str = "It is the account's, and about nobody.";
const COUNTED: &str = "It follows from what is in the file, or from nobody's.";
const OF_OTHERS: &str =
    "It is the account's own record, and names others too: who may read it there does.";
const AT_WORK: &str = "It is of use for minutes or days, then it ends by itself.";
const OF_SERVICE: &str = "It is the service's, and about nobody.";

/// Every kind of item.
pub const KINDS: &[(&str, Exported)] = &[
    ("person", As("person")),
    ("session", Without("sign_ins", &["hash"])),
    ("context", As("contexts")),
    ("invited", As("invitations")),
    ("enrolment", As("enrolments")),
    ("own_record", As("records")),
    ("attendance", As("training_sessions")),
    ("calendar", As("calendar")),
    ("assignment", As("routes")),
    ("email", As("addresses")),
    ("signed_in", As("sign_ins_by_mail")),
    // It is of all addresses of a mailbox, whichever of them it was stopped for last.
    ("mail_stop", Without("mail_stops", &["email"])),
    // How each account has them: not who invited them, nor whose the user was before their address was
    // corrected.
    ("user", Without("users", &["invitation", "moves_from"])),
    ("manager", Without("managers", &["invited_by"])),
    ("account", No(OF_ACCOUNT)),
    ("name", No(OF_ACCOUNT)),
    ("closed_account", No(OF_ACCOUNT)),
    ("group", No(OF_ACCOUNT)),
    ("group_name", No(OF_ACCOUNT)),
    ("combination", No(COUNTED)),
    // The groups stand with the user.
    ("group_member", No(COUNTED)),
    ("user_progress", No(COUNTED)),
    ("name_word", No(COUNTED)),
    ("tally", No(COUNTED)),
    ("batch_count", No(COUNTED)),
    ("mention", No(COUNTED)),
    ("invitation_text", No(OF_ACCOUNT)),
    ("pool", No(OF_ACCOUNT)),
    ("order", No(OF_ACCOUNT)),
    ("batch", No(OF_ACCOUNT)),
    ("voided_stripe", No(OF_ACCOUNT)),
    ("api_key", No(OF_OTHERS)),
    ("reseller_request", No(OF_OTHERS)),
    ("refusal", No(OF_OTHERS)),
    ("event", No(OF_OTHERS)),
    ("record", No(OF_OTHERS)),
    ("training_session", No(OF_OTHERS)),
    ("route", No(OF_OTHERS)),
    ("sharing", No(OF_OTHERS)),
    ("shared_driver", No(OF_OTHERS)),
    ("share_progress", No(OF_ACCOUNT)),
    // It is found by the code alone; the enrolment that it opened is in the file.
    ("code", No(OF_OTHERS)),
    // It is found by a certificate's code alone; the record that it leads to is in the file.
    ("certificate", No(COUNTED)),
    ("sign_in", No(AT_WORK)),
    ("mail", No(AT_WORK)),
    ("notice", No(AT_WORK)),
    ("departure", No(AT_WORK)),
    ("limit", No(AT_WORK)),
    ("idempotency", No(AT_WORK)),
    ("answer_part", No(AT_WORK)),
    // It tells from where anybody asked for a mail to the mailbox.
    ("sign_in_mails", No(AT_WORK)),
    ("course", No(OF_SERVICE)),
    ("revision", No(OF_SERVICE)),
    ("position", No(OF_SERVICE)),
    ("probe", No(OF_SERVICE)),
    ("recount_cursor", No(OF_SERVICE)),
];

/// What an item is kept by, and not about.
const OF_TABLE: [&str; 9] =
    ["pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "entity", "v", super::keys::TTL];

/// The section that an item is in, and what of it is there; none for a kind that is not exported.
pub fn exported(mut item: Item) -> Option<(&'static str, Item)> {
    let kind = item.get("entity")?.as_s().ok()?;
    let (_, exported) = KINDS.iter().find(|(known, _)| known == kind)?;
    let (section, without): (_, &[&str]) = match *exported {
        As(section) => (section, &[]),
        Without(section, without) => (section, without),
        No(_) => return None,
    };
    item.retain(|name, _| !OF_TABLE.contains(&name.as_str()) && !without.contains(&name.as_str()));
    Some((section, item))
}
