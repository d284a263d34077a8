//! The single table: every item and index drawn, and the only place where prefixes exist.
//!
//! | pk | sk | what | by_gsi1 | by_gsi2 |
//! |---|---|---|---|---|
//! | `PERSON#per` | `PERSON` | person | | |
//! | `PERSON#per` | `SESSION#hash` | sign-in of the person | | |
//! | `PERSON#per` | `CONTEXT#acc` | account the person may act in | | |
//! | `PERSON#per` | `INVITED#acc` | account the person is invited to, or was added to | | of an invitation: `INVITED#day#part` / `made#per#acc` |
//! | `PERSON#per` | `ENROLMENT#acc#crs` | the person's access to a course in an account | `ACCOUNT#acc#ENROLMENTS` / `crs#usr` | if it is due: `DUE#day#part` / `due#per#acc#crs` |
//! | `PERSON#per` | `PAST_ROUND#acc#crs#enr` | an earlier round of it that is over | | |
//! | `PERSON#per` | `RECORD#rec` | what a completed round of a course leaves, for the person | | |
//! | `PERSON#per` | `LINK#lnk` | report link of the person's own courses and records | | |
//! | `PERSON#per` | `LINKS` | which report links the person has | | |
//! | `PERSON#per` | `TRAINING#start#ses` | training session that the person attends | | |
//! | `PERSON#per` | `TRACE#of` | what names the person though they have left it | | |
//! | `PERSON#per` | `CALENDAR` | when the person is on which route | | |
//! | `PERSON#per` | `ROUTE#acc#rte` | a route that the person is on | `PERSON#per#ROUTES` / `start#acc#rte#home#usr` | |
//! | `EMAIL#address` | `EMAIL` | whose address it is | | |
//! | `EMAIL#address` | `SIGNED_IN` | how often somebody signed in with it by mail | | |
//! | `EMAIL#address` | `SIGN_IN_MAILS` | the sign-in mails to it of late | | |
//! | `EMAIL#address` | `STOPPED#acc` | that its reader wants no more mails of the account | | |
//! | `EMAIL#address` | `STOPPED#ALL` | that its reader wants no more mails of any account | | |
//! | `EMAIL#address` | `STOPPED#REMINDERS` | that its reader wants no more reminders | | |
//! | `EMAIL#address` | `STOPPED#DIGEST` | that its reader wants no more digests | | |
//! | `EMAIL#address` | `STOPPED#NOTICES` | that its reader wants no more of what accounts mail beside | | |
//! | `ATTEMPT#att` | `SIGN_IN` | a sign-in that was mailed | | |
//! | `ATTEMPT#att` | `ADDRESS_CHANGE` | a change of address that was asked for | | |
//! | `ATTEMPT#att` | `READDRESSING` | what still carries the address that was changed | | |
//! | `FORGETTING#per` | `FORGETTING` | what is left to be done of forgetting a person | | |
//! | `ACCOUNT#acc` | `ACCOUNT` | account | `ACCOUNTS#part` / `name#acc` | |
//! | `ACCOUNT#acc` | `CLOSED` | what is left of an account that was closed | | |
//! | `ACCOUNT#acc` | `USER#usr` | user of the account | `ACCOUNT#acc#USERS#role#status` / `address` | `ACCOUNT#acc#NAMES#role#status` / `name#usr` |
//! | `ACCOUNT#acc#WORDS` | `name#usr` | that a user's name goes on so from one of its words | | |
//! | `ACCOUNT#acc` | `MANAGER#mgr` | who looks after the account, or is invited to | | |
//! | `ACCOUNT#firm` | `CLIENT#acc` | account that a firm looks after, or is invited to | | |
//! | `ACCOUNT#acc` | `GROUP#grp` | group | | |
//! | `ACCOUNT#acc` | `GROUP_NAME#unique` | which group has the name | | |
//! | `ACCOUNT#acc` | `TEXT#kind` | the account's own text of a kind of mail | | |
//! | `ACCOUNT#acc#GROUP#grp` | `USER#usr` | user in the group | | |
//! | `ACCOUNT#acc#GROUP#grp` | `COMBINATION#groups` | users in this group and just these others, counted | | |
//! | `ACCOUNT#acc#PROGRESS` | `usr` | what of the user is counted | | |
//! | `ACCOUNT#acc` | `KEY#key` | API key | | |
//! | `ACCOUNT#acc` | `LINK#lnk` | report link | | |
//! | `ACCOUNT#acc` | `LINKS` | which report links the account has | | |
//! | `ACCOUNT#acc` | `POOL#crs` | licences of a course | | |
//! | `ACCOUNT#acc` | `TRAINING#ses` | training session | `ACCOUNT#acc#TRAINING` / `start#ses#end#crs`, of days `ACCOUNT#acc#TRAINING#DAYS` / `start#ses#end#crs` | |
//! | `ACCOUNT#acc#RECORDS` | `rec` | what a completed round of a course leaves, for the account | `ACCOUNT#acc#RECORDS#crs` / `end#rec` | `ACCOUNT#acc#RECORDS` / `end#rec` |
//! | `ACCOUNT#acc#RECORDS#usr` | `rec` | that a record is of a user | | |
//! | `ACCOUNT#acc#SHARES` | `usr` | the accounts that a driver of this one is shared with | | |
//! | `ACCOUNT#acc#SHARES` | `ALL#to` | how far sharing all drivers with an account has come | | |
//! | `ACCOUNT#acc#SHARED` | `usr` | driver of another account that is shared with this one | | |
//! | `ACCOUNT#acc` | `REFUSED#other` | that the account refuses another, and how far ending its shares has come | | |
//! | `ACCOUNT#acc` | `REMINDERS` | what the account has its people reminded of | with a digest: `DIGESTS#part` / `acc` | |
//! | `ACCOUNT#acc` | `RESELLER_REQUEST` | that the account asks to become a reseller | `RESELLER_REQUESTS#part` / `asked#acc` | |
//! | `ACCOUNT#acc` | `ROUTE#rte` | route, with its drivers | `ACCOUNT#acc#ROUTES` / `start#rte#end`, of days `ACCOUNT#acc#ROUTES#DAYS` / `start#rte#end` | |
//! | `ACCOUNT#acc#EVENTS` | `EVENT#evt` | audit trail | | |
//! | `ACCOUNT#acc#NAMED#id` | `EVENT#evt` | that an entry of the trail names this person, user or key | | |
//! | `ACCOUNT#acc#TALLY` | `crs#likeness` | enrolments that are alike (phase, days, bucket), counted | | |
//! | `ACCOUNT#acc#TALLY` | `ON#day#crs#likeness` | those for which something changes on that day (phase, moments, bucket) | | |
//! | `ACCOUNT#acc#TALLY#groups` | `crs#likeness` | as in the account, of who is in just these groups | | |
//! | `ACCOUNT#acc#TALLY#groups` | `ON#day#crs#likeness` | likewise | | |
//! | `ACCOUNT#acc#VALID` | `place` | who has completed a course, counted: `ALL#crs#bucket`; by the day it ends that this counts: `ENDS#day#crs#bucket`; by the moment: `ON#slot#second#crs#bucket` | | |
//! | `ACCOUNT#acc#VALID#groups` | `place` | as in the account, of who is in just these groups | | |
//! | `NAME#unique` | `NAME` | which company has the name | | |
//! | `ORDER#ord` | `ORDER` | order | `ACCOUNT#acc#ORDERS` / `ord` | `ORDERS#status#part` / `ord` |
//! | `BATCH#number` | `BATCH` | code batch | `ACCOUNT#acc#BATCHES` / `bat#crs` | |
//! | `BATCH#number` | `COUNT#bucket` | the batch's codes that were used or voided, counted | | |
//! | `CODES#number#block` | `CODE#index` | a used or voided code | `CODES#number#status#part` / `index` | |
//! | `CODES#number#STRIPE#stripe` | `VOIDED` | the unused codes of a stripe are voided | | |
//! | `CERTIFICATE#hash` | `CERTIFICATE` | whose certificate has a code | | |
//! | `COURSE#crs` | `COURSE` | course | `COURSES` / `crs` | |
//! | `MAIL#mai` | `MAIL` | a mail that is owed or was sent | with a code: `CODES#number#MAILS#block` / `index` | |
//! | `NOTICE#mai` | `NOTICE` | what two accounts are to be told by mail | | |
//! | `DEPARTURE#usr` | `DEPARTURE` | what a membership that ended has left behind | | |
//! | `LIMIT#what#who` | `LIMIT` | how often somebody did something | | |
//! | `IDEMPOTENCY#hash` | `IDEMPOTENCY` | the first answer to a request | | |
//! | `IDEMPOTENCY#hash#attempt#number` | `ANSWER` | a part of an answer that is too long for one item | | |
//! | `CONSUMER#shard` | `POSITION` | how far the stream was read | | |
//! | `PROBE#prb` | `PROBE` | a mark in the stream, and whether it was passed | | |
//! | `REVISION#crs` | `REVISION` | a course that was replaced, and how far its enrolments were looked at | | |
//! | `RECOUNT` | `CURSOR` | how far the accounts were counted again | | |
//! | `MAILS#lane` | `came` | the newest mail of a lane that came so far | | |
//! | `REMINDERS` | `kind` | how far reminders of a kind were made | | |
//!
//! An assignment's entry in the audit trail is named as the enrolment is, and tells its user and
//! course: so an enrolment by a licence is found by its identifier at once, without an index.
//!
//! The person's side holds what a sign-in needs in one read; the account's side what its lists
//! need. Codes lie in blocks of 1,000, so that no partition key is written to more often than
//! that however large the batch. The lists of an index that everybody writes to (accounts, orders
//! of a status, requests to become a reseller, digests, used codes of a batch) are spread over [`PARTS`] partitions each: `table/spread.rs`
//! reads them side by side. The catalogue is not: only the operator writes to it. Both indexes hold keys only: lists find keys in an index and
//! read the items themselves, consistently.

use std::{collections::HashMap, fmt::Display};

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use crate::domain::{
    AccountId, ApiKeyId, AttemptId, BatchId, CourseId, Email, EnrolmentId, EventId, GroupId,
    LinkId, MailId, MailKind, ManagerId, OrderId, PersonId, RecordId, Role, RouteId, Span,
    TrainingSessionId, UserId, UserStatus,
    code::{BatchNumber, CodeIndex},
};

mod coming;
mod records;
mod timetable;
mod validity;

pub use coming::*;
pub use records::*;
pub use timetable::*;
pub use validity::*;

/// The attribute by which the table's items end by themselves (seconds since 1970).
pub const TTL: &str = "ttl";

/// An item's primary key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The partition.
    pub pk: String,
    /// The place in the partition.
    pub sk: String,
}

impl Key {
    fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }

    /// The key of an item that was read.
    pub fn of(item: &HashMap<String, AttributeValue>) -> Option<Self> {
        let text = |name| item.get(name)?.as_s().ok().cloned();
        Some(Self { pk: text("pk")?, sk: text("sk")? })
    }

    /// Whether it is of the catalogue, which hardly ever changes: see `table/memory.rs`.
    pub fn is_of_catalogue(&self) -> bool {
        self.sk == "COURSE"
    }

    /// As the SDK wants it.
    pub fn attributes(&self) -> HashMap<String, AttributeValue> {
        HashMap::from([
            ("pk".to_owned(), AttributeValue::S(self.pk.clone())),
            ("sk".to_owned(), AttributeValue::S(self.sk.clone())),
        ])
    }
}

/// The two indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// `by_gsi1`.
    Gsi1,
    /// `by_gsi2`.
    Gsi2,
}

impl Index {
    /// Its name, and the names of its key attributes.
    pub const fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Gsi1 => ("by_gsi1", "gsi1pk", "gsi1sk"),
            Self::Gsi2 => ("by_gsi2", "gsi2pk", "gsi2sk"),
        }
    }
}

/// An item's place in an index.
pub type IndexKey = (Index, String, String);

/// A partition, of the table or of an index, and where in it the wanted items lie.
#[derive(Debug, Clone)]
pub struct Range {
    /// `None` is the table itself.
    pub index: Option<Index>,
    /// The partition.
    pub pk: String,
    /// From here, inclusive.
    pub from: String,
    /// To here, inclusive.
    pub to: String,
}

/// Sorts after everything that begins with the text before it.
const LAST: char = '\u{10FFFF}';

impl Range {
    fn beginning(index: Option<Index>, pk: String, prefix: impl Into<String>) -> Self {
        let from = prefix.into();
        let to = format!("{from}{LAST}");
        Self { index, pk, from, to }
    }

    /// Leaves out what does not lie behind a sort key. No key begins with another one, so the first
    /// character that may stand in a text is enough to leave out the key itself.
    pub fn go_behind(&mut self, key: &str) {
        let behind = format!("{key} ");
        if self.from < behind {
            self.from = behind;
        }
    }
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) = $pk:literal, $sk:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name($($arg: $type),*) -> Key {
            Key::new(format!($pk), format!($sk))
        }
    )*};
}

keys! {
    /// A person.
    person(person: PersonId) = "PERSON#{person}", "PERSON";
    /// A person's sign-in, by the hash of its token.
    session(person: PersonId, hash: &str) = "PERSON#{person}", "SESSION#{hash}";
    /// An account that a person may act in.
    context(person: PersonId, account: AccountId) = "PERSON#{person}", "CONTEXT#{account}";
    /// An account that a person is invited to, or was added to, and has not joined.
    invited(person: PersonId, account: AccountId) = "PERSON#{person}", "INVITED#{account}";
    /// A person's access to a course in an account.
    enrolment(person: PersonId, account: AccountId, course: CourseId) =
        "PERSON#{person}", "ENROLMENT#{account}#{course}";
    /// A round through a course that is over, once another has begun.
    past_round(person: PersonId, account: AccountId, course: CourseId, enrolment: EnrolmentId) =
        "PERSON#{person}", "PAST_ROUND#{account}#{course}#{enrolment}";
    /// What a completed round of a course leaves, as its driver keeps it.
    own_record(person: PersonId, record: RecordId) = "PERSON#{person}", "RECORD#{record}";
    /// A report link of a person's own courses and records.
    own_report_link(person: PersonId, link: LinkId) = "PERSON#{person}", "LINK#{link}";
    /// Which report links a person has.
    own_link_set(person: PersonId) = "PERSON#{person}", "LINKS";
    /// A training session that a person attends: a person's lie in the order of their start.
    attendance(person: PersonId, starts_at: Timestamp, session: TrainingSessionId) =
        "PERSON#{person}", "TRAINING#{starts_at}#{session}";
    /// When a person is on which route.
    calendar(person: PersonId) = "PERSON#{person}", "CALENDAR";
    /// A route that a person is on.
    assignment(person: PersonId, account: AccountId, route: RouteId) =
        "PERSON#{person}", "ROUTE#{account}#{route}";
    /// Whose address it is.
    email(email: &Email) = "EMAIL#{email}", "EMAIL";
    /// How often somebody signed in with an address by mail.
    signed_in(email: &Email) = "EMAIL#{email}", "SIGNED_IN";
    /// The sign-in mails to an address of late.
    sign_in_mails(email: &Email) = "EMAIL#{email}", "SIGN_IN_MAILS";
    /// That the reader of an address wants no more mails of an account.
    mail_stop(email: &Email, account: AccountId) = "EMAIL#{email}", "STOPPED#{account}";
    /// That the reader of an address wants no more mails of any account.
    mail_stop_of_all(email: &Email) = "EMAIL#{email}", "STOPPED#ALL";
    /// That the reader of an address wants no more reminders.
    stop_of_reminders(email: &Email) = "EMAIL#{email}", "STOPPED#REMINDERS";
    /// That the reader of an address wants no more digests.
    stop_of_digests(email: &Email) = "EMAIL#{email}", "STOPPED#DIGEST";
    /// That the reader of an address wants no more of what accounts mail beside.
    stop_of_notices(email: &Email) = "EMAIL#{email}", "STOPPED#NOTICES";
    /// A sign-in that was mailed.
    sign_in(attempt: AttemptId) = "ATTEMPT#{attempt}", "SIGN_IN";
    /// A change of address that was asked for.
    address_change(attempt: AttemptId) = "ATTEMPT#{attempt}", "ADDRESS_CHANGE";
    /// What still carries the address that was changed.
    readdressing(attempt: AttemptId) = "ATTEMPT#{attempt}", "READDRESSING";
    /// What is left to be done of forgetting a person.
    forgetting(person: PersonId) = "FORGETTING#{person}", "FORGETTING";
    /// What names a person though they have nothing to do with it any more.
    trace(person: PersonId, of: &str) = "PERSON#{person}", "TRACE#{of}";
    /// An account.
    account(account: AccountId) = "ACCOUNT#{account}", "ACCOUNT";
    /// What is left of an account that was closed.
    closed_account(account: AccountId) = "ACCOUNT#{account}", "CLOSED";
    /// A user of an account.
    user(account: AccountId, user: UserId) = "ACCOUNT#{account}", "USER#{user}";
    /// Somebody who looks after an account, or is invited to.
    manager(account: AccountId, manager: ManagerId) = "ACCOUNT#{account}", "MANAGER#{manager}";
    /// An account that a firm looks after, or is invited to.
    client(firm: AccountId, account: AccountId) = "ACCOUNT#{firm}", "CLIENT#{account}";
    /// A group of an account.
    group(account: AccountId, group: GroupId) = "ACCOUNT#{account}", "GROUP#{group}";
    /// Which group of an account has a name, by what names that count as the same have in common.
    group_name(account: AccountId, unique: &str) = "ACCOUNT#{account}", "GROUP_NAME#{unique}";
    /// A user in a group.
    group_member(account: AccountId, group: GroupId, user: UserId) =
        "ACCOUNT#{account}#GROUP#{group}", "USER#{user}";
    /// Users in a group and in just those others that make up a combination, counted.
    combination(account: AccountId, group: GroupId, name: &str) =
        "ACCOUNT#{account}#GROUP#{group}", "COMBINATION#{name}";
    /// What of a user is counted.
    user_progress(account: AccountId, user: UserId) = "ACCOUNT#{account}#PROGRESS", "{user}";
    /// An account's API key.
    api_key(account: AccountId, key: ApiKeyId) = "ACCOUNT#{account}", "KEY#{key}";
    /// A report link of an account.
    report_link(account: AccountId, link: LinkId) = "ACCOUNT#{account}", "LINK#{link}";
    /// Which report links an account has.
    link_set(account: AccountId) = "ACCOUNT#{account}", "LINKS";
    /// An account's licences of a course.
    pool(account: AccountId, course: CourseId) = "ACCOUNT#{account}", "POOL#{course}";
    /// A training session of an account.
    training_session(account: AccountId, session: TrainingSessionId) =
        "ACCOUNT#{account}", "TRAINING#{session}";
    /// What a completed round of a course leaves, as the account keeps it.
    record(account: AccountId, record: RecordId) = "ACCOUNT#{account}#RECORDS", "{record}";
    /// That a record is of a user.
    user_record(account: AccountId, user: UserId, record: RecordId) =
        "ACCOUNT#{account}#RECORDS#{user}", "{record}";
    /// The accounts that a driver of this one is shared with.
    sharing(account: AccountId, user: UserId) = "ACCOUNT#{account}#SHARES", "{user}";
    /// How far sharing all drivers of an account with another has come.
    share_progress(account: AccountId, recipient: AccountId) =
        "ACCOUNT#{account}#SHARES", "ALL#{recipient}";
    /// A driver of another account that is shared with this one.
    shared_driver(account: AccountId, user: UserId) = "ACCOUNT#{account}#SHARED", "{user}";
    /// That an account refuses another.
    refusal(account: AccountId, refused: AccountId) = "ACCOUNT#{account}", "REFUSED#{refused}";
    /// That an account asks to become a reseller.
    reseller_request(account: AccountId) = "ACCOUNT#{account}", "RESELLER_REQUEST";
    /// What an account has its people reminded of.
    reminder_settings(account: AccountId) = "ACCOUNT#{account}", "REMINDERS";
    /// A route of an account.
    route(account: AccountId, route: RouteId) = "ACCOUNT#{account}", "ROUTE#{route}";
    /// An entry of an account's audit trail.
    event(account: AccountId, event: EventId) = "ACCOUNT#{account}#EVENTS", "EVENT#{event}";
    /// That an entry of an account's audit trail names somebody.
    mention(account: AccountId, named: &str, event: EventId) =
        "ACCOUNT#{account}#NAMED#{named}", "EVENT#{event}";
    /// Enrolments of an account that are alike, counted.
    tally_of_account(account: AccountId, course: CourseId, likeness: &str) =
        "ACCOUNT#{account}#TALLY", "{course}#{likeness}";
    /// Those of one combination of its groups.
    tally_of_groups(account: AccountId, groups: &str, course: CourseId, likeness: &str) =
        "ACCOUNT#{account}#TALLY#{groups}", "{course}#{likeness}";
    /// Those for which something changes on a day.
    moments_of_account(account: AccountId, day: &str, course: CourseId, likeness: &str) =
        "ACCOUNT#{account}#TALLY", "ON#{day}#{course}#{likeness}";
    /// The same, of one combination of groups.
    moments_of_groups(account: AccountId, groups: &str, day: &str, course: CourseId, likeness: &str) =
        "ACCOUNT#{account}#TALLY#{groups}", "ON#{day}#{course}#{likeness}";
    /// Who of an account has completed a course, counted by until when that counts.
    validity_of_account(account: AccountId, place: &str) = "ACCOUNT#{account}#VALID", "{place}";
    /// The same, of one combination of groups.
    validity_of_groups(account: AccountId, groups: &str, place: &str) =
        "ACCOUNT#{account}#VALID#{groups}", "{place}";
    /// Which company has a name, by what names that count as the same have in common.
    name(unique: &str) = "NAME#{unique}", "NAME";
    /// An order.
    order(order: OrderId) = "ORDER#{order}", "ORDER";
    /// A code batch, by the number that its codes carry.
    batch(number: BatchNumber) = "BATCH#{number}", "BATCH";
    /// A batch's codes that were used or voided, as the shards of one bucket counted them.
    batch_count(number: BatchNumber, bucket: u8) = "BATCH#{number}", "COUNT#{bucket}";
    /// Whose certificate has a code, by the code's hash.
    certificate(hash: &str) = "CERTIFICATE#{hash}", "CERTIFICATE";
    /// A course of the catalogue.
    course(course: CourseId) = "COURSE#{course}", "COURSE";
    /// A mail.
    mail(mail: MailId) = "MAIL#{mail}", "MAIL";
    /// What two accounts are to be told by mail.
    notice(notice: MailId) = "NOTICE#{notice}", "NOTICE";
    /// What a membership that ended has left behind.
    departure(user: UserId) = "DEPARTURE#{user}", "DEPARTURE";
    /// How often somebody did something that is limited.
    limit(what: &str, who: &str) = "LIMIT#{what}#{who}", "LIMIT";
    /// The first answer to a request that carries a key.
    idempotency(hash: &str) = "IDEMPOTENCY#{hash}", "IDEMPOTENCY";
    /// A part of an answer that is too long for one item: each in a partition of its own, since a
    /// long answer is more than one partition takes at once.
    answer_part(hash: &str, attempt: &str, number: usize) =
        "IDEMPOTENCY#{hash}#{attempt}#{number}", "ANSWER";
    /// How far a shard of the stream was read.
    position(shard: &str) = "CONSUMER#{shard}", "POSITION";
    /// A mark in the stream.
    probe(probe: &str) = "PROBE#{probe}", "PROBE";
    /// How far the enrolments of a course that was replaced were looked at.
    revision(course: CourseId) = "REVISION#{course}", "REVISION";
    /// How far the accounts were counted again.
    recount_cursor() = "RECOUNT", "CURSOR";
    /// The newest mail of a lane that came so far.
    mail_mark(lane: &str, came: &str) = "MAILS#{lane}", "{came}";
    /// How far reminders of a kind were made.
    reminder_cursor(kind: &str) = "REMINDERS", "{kind}";
    /// A key under which nothing ever lies: read to open a connection.
    nothing() = "NOTHING", "NOTHING";
}

/// An account's own text of a kind of mail.
pub fn mail_text(account: AccountId, kind: MailKind) -> Key {
    Key::new(format!("ACCOUNT#{account}"), format!("TEXT#{}", kind.as_str().to_ascii_uppercase()))
}

/// The entries of an account's audit trail from one to another, both inclusive: all, or the mentions of
/// those that name somebody.
pub fn trail(account: AccountId, named: Option<&str>, first: EventId, last: EventId) -> Range {
    let key = |event| match named {
        None => self::event(account, event),
        Some(named) => mention(account, named, event),
    };
    let (first, last) = (key(first), key(last));
    Range { index: None, pk: first.pk, from: first.sk, to: last.sk }
}

/// The partition of the tallies of an account, or of one of its combinations of groups.
fn tallies(account: AccountId, combination: Option<&str>) -> String {
    let part = combination.map_or_else(String::new, |name| format!("#{name}"));
    format!("ACCOUNT#{account}#TALLY{part}")
}

/// Enrolments of a course that are alike, counted.
pub fn tally(
    account: AccountId,
    combination: Option<&str>,
    course: CourseId,
    likeness: &str,
) -> Key {
    match combination {
        None => tally_of_account(account, course, likeness),
        Some(groups) => tally_of_groups(account, groups, course, likeness),
    }
}

/// Enrolments of a course for which something changes on this day, counted.
pub fn moments(
    account: AccountId,
    combination: Option<&str>,
    day: Timestamp,
    course: CourseId,
    likeness: &str,
) -> Key {
    let day = day.strftime("%F").to_string();
    match combination {
        None => moments_of_account(account, &day, course, likeness),
        Some(groups) => moments_of_groups(account, groups, &day, course, likeness),
    }
}

/// Every row of the tallies of an account, or of one of its combinations, with the moments of each
/// day.
pub fn tallies_and_moments_of(account: AccountId, combination: Option<&str>) -> Range {
    Range::beginning(None, tallies(account, combination), "")
}

/// Every tally of an account, or of one of its combinations.
pub fn tallies_of(account: AccountId, combination: Option<&str>) -> Range {
    Range::beginning(None, tallies(account, combination), CourseId::PREFIX)
}

/// The moments of this day.
pub fn moments_of(account: AccountId, combination: Option<&str>, day: Timestamp) -> Range {
    let prefix = format!("ON#{}#", day.strftime("%F"));
    Range::beginning(None, tallies(account, combination), prefix)
}

/// The counts of every bucket of the batch under this key.
pub fn batch_counts(batch: &Key) -> Range {
    Range::beginning(None, batch.pk.clone(), "COUNT#")
}

/// How many codes lie in one partition.
pub const CODES_IN_BLOCK: u32 = 1_000;

/// A used or voided code.
pub fn code(number: BatchNumber, index: CodeIndex) -> Key {
    let (block, index) = (index.get() / CODES_IN_BLOCK, index.get());
    Key::new(format!("CODES#{number}#{block:03}"), format!("CODE#{index:06}"))
}

/// Into how many stripes the codes of a batch are dealt, one after the other.
pub const STRIPES: u32 = 1_000;

/// Says that the unused codes of a stripe are voided. Codes that follow one another lie in
/// different stripes, so of those that are sold and redeemed together no two look at one mark.
pub fn voided_stripe(number: BatchNumber, stripe: u32) -> Key {
    Key::new(format!("CODES#{number}#STRIPE#{stripe:03}"), "VOIDED")
}

/// The mark that would void a code with its stripe.
pub fn voided_with(number: BatchNumber, index: CodeIndex) -> Key {
    voided_stripe(number, index.get() % STRIPES)
}

/// The codes of one block, of which `from..=to` are wanted.
pub fn codes_of_block(number: BatchNumber, from: CodeIndex, to: CodeIndex) -> Range {
    let (first, last) = (code(number, from), code(number, to));
    Range { index: None, pk: first.pk, from: first.sk, to: last.sk }
}

/// Over how many partitions of an index a list is spread that everybody writes to.
pub const PARTS: u32 = 16;

/// In which of them something lies, by a number of its own.
fn part_of(number: u128) -> u128 {
    number % u128::from(PARTS)
}

/// The mail that carries a code: where the codes of one block are found in the index.
pub fn mail_of_code(number: BatchNumber, index: CodeIndex) -> IndexKey {
    mail_in_block(number, index.get() / CODES_IN_BLOCK, index)
}

/// The mails that carry codes of one block, of which `from..=to` are wanted.
pub fn mails_of_block(number: BatchNumber, from: CodeIndex, to: CodeIndex) -> Range {
    let ((index, pk, from), (_, _, to)) = (mail_of_code(number, from), mail_of_code(number, to));
    Range { index: Some(index), pk, from, to }
}

macro_rules! index_keys {
    ($($(#[$doc:meta])* $name:ident in $index:ident($($arg:ident: $type:ty),*) =
        $pk:literal $(dealt by $part:ident of $number:expr)?, $sk:expr;)*) => {$(
        $(#[$doc])*
        pub fn $name($($arg: $type),*) -> IndexKey {
            $(let $part = part_of($number);)?
            (Index::$index, format!($pk), $sk)
        }
    )*};
}

/// How much of a name a sort key holds: with an identifier behind it, no more than DynamoDB takes.
const LONGEST_NAME: usize = 900;

/// The part of a folded name that names are sorted and searched by. Folding makes up to three
/// letters of one, so that 200 may become 1,200 bytes.
fn sortable(folded: &str) -> &str {
    &folded[..folded.floor_char_boundary(LONGEST_NAME)]
}

index_keys! {
    /// Enrolments of an account, by course and user.
    enrolment_of_account in Gsi1(account: AccountId, course: CourseId, user: UserId) =
        "ACCOUNT#{account}#ENROLMENTS", format!("{course}#{user}");
    /// Routes of an account that last up to a day, by their starts.
    route_by_start in Gsi1(account: AccountId, span: Span, route: RouteId) =
        "ACCOUNT#{account}#ROUTES", format!("{}#{route}#{}", span.starts_at, span.ends_at);
    /// Those that last longer.
    route_of_days_by_start in Gsi1(account: AccountId, span: Span, route: RouteId) =
        "ACCOUNT#{account}#ROUTES#DAYS", format!("{}#{route}#{}", span.starts_at, span.ends_at);
    /// Routes that a person is on, by their starts, with the membership as which they are on it.
    assignment_by_start in Gsi1(person: PersonId, starts_at: Timestamp, account: AccountId, route: RouteId, home: AccountId, user: UserId) =
        "PERSON#{person}#ROUTES", format!("{starts_at}#{account}#{route}#{home}#{user}");
    /// Accounts by their folded names.
    account_by_name in Gsi1(account: AccountId, folded: &str) =
        "ACCOUNTS#{part}" dealt by part of account.ulid().0, format!("{}#{account}", sortable(folded));
    /// Users of an account, by role, status and address.
    user_by_email in Gsi1(account: AccountId, role: Role, status: UserStatus, email: &Email) =
        "ACCOUNT#{account}#USERS#{role}#{status}", email.to_string();
    /// Users of an account, by role, status and folded name.
    user_by_name in Gsi2(account: AccountId, role: Role, status: UserStatus, folded: &str, user: UserId) =
        "ACCOUNT#{account}#NAMES#{role}#{status}", format!("{}#{user}", sortable(folded));
    /// Mails that carry codes of a batch.
    mail_in_block in Gsi1(number: BatchNumber, block: u32, index: CodeIndex) =
        "CODES#{number}#MAILS#{block:03}", format!("{:06}", index.get());
    /// Orders of an account.
    order_of_account in Gsi1(account: AccountId, order: OrderId) =
        "ACCOUNT#{account}#ORDERS", order.to_string();
    /// Orders by status.
    order_by_status in Gsi2(status: &str, order: OrderId) =
        "ORDERS#{status}#{part}" dealt by part of order.ulid().0, order.to_string();
    /// Who asks to become a reseller, who waits longest first.
    reseller_request_by_age in Gsi1(asked_at: Timestamp, account: AccountId) =
        "RESELLER_REQUESTS#{part}" dealt by part of account.ulid().0,
        format!("{asked_at}#{account}");
    /// Accounts that want a digest.
    digest_of_account in Gsi1(account: AccountId) =
        "DIGESTS#{part}" dealt by part of account.ulid().0, account.to_string();
    /// Enrolments by the day and second at which they are due.
    enrolment_by_due_day in Gsi2(day: &str, due: &str, person: PersonId, account: AccountId, course: CourseId, enrolment: EnrolmentId) =
        "DUE#{day}#{part}" dealt by part of enrolment.ulid().0,
        format!("{due}#{person}#{account}#{course}");
    /// Invitations by the day and second at which they were made.
    invitation_by_day in Gsi2(day: &str, made: &str, person: PersonId, account: AccountId) =
        "INVITED#{day}#{part}" dealt by part of person.ulid().0,
        format!("{made}#{person}#{account}");
    /// Batches of an account, with the course that a list shows beside each.
    batch_of_account in Gsi1(account: AccountId, batch: BatchId, course: CourseId) =
        "ACCOUNT#{account}#BATCHES", format!("{batch}#{course}");
    /// Used or voided codes of a batch.
    code_by_status in Gsi1(number: BatchNumber, status: &str, index: CodeIndex) =
        "CODES#{number}#{status}#{part}" dealt by part of index.get().into(),
        format!("{:06}", index.get());
    /// Training sessions of an account that last up to a day by their starts, with the course that a
    /// list shows beside each.
    training_by_start in Gsi1(account: AccountId, span: Span, session: TrainingSessionId, course: Option<CourseId>) =
        "ACCOUNT#{account}#TRAINING",
        format!("{}#{session}#{}#{}", span.starts_at, span.ends_at, shown(course));
    /// Those that last longer.
    training_of_days_by_start in Gsi1(account: AccountId, span: Span, session: TrainingSessionId, course: Option<CourseId>) =
        "ACCOUNT#{account}#TRAINING#DAYS",
        format!("{}#{session}#{}#{}", span.starts_at, span.ends_at, shown(course));
    /// Records of an account of one course, by their ends.
    record_of_course in Gsi1(account: AccountId, course: CourseId, end: Option<Timestamp>, record: RecordId) =
        "ACCOUNT#{account}#RECORDS#{course}", format!("{}#{record}", records::shown_end(end));
    /// Records of an account by their ends.
    record_by_end in Gsi2(account: AccountId, end: Option<Timestamp>, record: RecordId) =
        "ACCOUNT#{account}#RECORDS", format!("{}#{record}", records::shown_end(end));
    /// The catalogue.
    course_of_catalogue in Gsi1(course: CourseId) = "COURSES", course.to_string();
}

/// What there is, or nothing.
fn shown(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

macro_rules! ranges {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) = $index:expr, $pk:literal, $prefix:expr;)*) => {$(
        $(#[$doc])*
        pub fn $name($($arg: $type),*) -> Range {
            Range::beginning($index, format!($pk), $prefix)
        }
    )*};
}

ranges! {
    /// Every account that a person may act in.
    contexts_of(person: PersonId) = None, "PERSON#{person}", "CONTEXT#";
    /// Every account that a person is invited to, or was added to.
    invitations_of(person: PersonId) = None, "PERSON#{person}", "INVITED#";
    /// Every course that a person has access to.
    enrolments_of_person(person: PersonId) = None, "PERSON#{person}", "ENROLMENT#";
    /// Every course that a person has access to in one account.
    enrolments_of_user(person: PersonId, account: AccountId) =
        None, "PERSON#{person}", format!("ENROLMENT#{account}#");
    /// Every round of a person that is over and has another after it.
    past_rounds_of_person(person: PersonId) = None, "PERSON#{person}", "PAST_ROUND#";
    /// Those in one account.
    past_rounds_of_user(person: PersonId, account: AccountId) =
        None, "PERSON#{person}", format!("PAST_ROUND#{account}#");
    /// Every user of an account.
    users_of(account: AccountId) = None, "ACCOUNT#{account}", "USER#";
    /// Users of a role and status whose address begins so.
    users_with_address(account: AccountId, role: Role, status: UserStatus, beginning: &str) =
        Some(Index::Gsi1), "ACCOUNT#{account}#USERS#{role}#{status}", sortable(beginning);
    /// Users of a role and status whose folded name begins so.
    users_with_name(account: AccountId, role: Role, status: UserStatus, beginning: &str) =
        Some(Index::Gsi2), "ACCOUNT#{account}#NAMES#{role}#{status}", sortable(beginning);
    /// Users whose folded name goes on so from one of its later words.
    users_with_word(account: AccountId, beginning: &str) =
        None, "ACCOUNT#{account}#WORDS", sortable(beginning);
    /// Everybody who looks after an account, or is invited to.
    managers_of(account: AccountId) = None, "ACCOUNT#{account}", "MANAGER#";
    /// Every account that a firm looks after, or is invited to.
    clients_of(firm: AccountId) = None, "ACCOUNT#{firm}", "CLIENT#";
    /// Every group of an account.
    groups_of(account: AccountId) = None, "ACCOUNT#{account}", "GROUP#";
    /// Everybody in a group.
    members_of(account: AccountId, group: GroupId) =
        None, "ACCOUNT#{account}#GROUP#{group}", "USER#";
    /// Every combination of groups that a group is one of.
    combinations_of(account: AccountId, group: GroupId) =
        None, "ACCOUNT#{account}#GROUP#{group}", "COMBINATION#";
    /// Every record of an account: what was completed first is first.
    records_of(account: AccountId) = None, "ACCOUNT#{account}#RECORDS", "";
    /// What says which records of an account are of a user, who may be gone.
    records_of_user(account: AccountId, user: UserId) =
        None, "ACCOUNT#{account}#RECORDS#{user}", "";
    /// Every record of a person, likewise.
    records_of_person(person: PersonId) = None, "PERSON#{person}", "RECORD#";
    /// Everything that lies under a person.
    everything_of_person(person: PersonId) = None, "PERSON#{person}", "";
    /// What the reader of an address wants no more of.
    mail_stops_of(mailbox: &Email) = None, "EMAIL#{mailbox}", "STOPPED#";
    /// Everything that lies under an address.
    everything_of_address(email: &Email) = None, "EMAIL#{email}", "";
    /// Every sign-in of a person.
    sessions_of(person: PersonId) = None, "PERSON#{person}", "SESSION#";
    /// Every API key of an account.
    api_keys_of(account: AccountId) = None, "ACCOUNT#{account}", "KEY#";
    /// Every report link of an account: who reads the list sees what was made first first.
    report_links_of(account: AccountId) = None, "ACCOUNT#{account}", "LINK#";
    /// Every report link of a person, likewise.
    report_links_of_person(person: PersonId) = None, "PERSON#{person}", "LINK#";
    /// Every licence pool of an account.
    pools_of(account: AccountId) = None, "ACCOUNT#{account}", "POOL#";
    /// Every driver of other accounts that is shared with an account.
    shared_with(account: AccountId) = None, "ACCOUNT#{account}#SHARED", "";
    /// Every account that an account refuses.
    refusals_of(account: AccountId) = None, "ACCOUNT#{account}", "REFUSED#";
    /// An account's audit trail.
    events_of(account: AccountId) = None, "ACCOUNT#{account}#EVENTS", "EVENT#";
    /// What is counted of every user.
    progress_of(account: AccountId) = None, "ACCOUNT#{account}#PROGRESS", "";
    /// Every enrolment of an account, or those of one course.
    enrolments_of_account(account: AccountId, course: Option<CourseId>) =
        Some(Index::Gsi1), "ACCOUNT#{account}#ENROLMENTS",
        course.map_or_else(String::new, |course| format!("{course}#"));
    /// Every order of an account.
    orders_of(account: AccountId) = Some(Index::Gsi1), "ACCOUNT#{account}#ORDERS", "";
    /// Every batch of an account.
    batches_of(account: AccountId) = Some(Index::Gsi1), "ACCOUNT#{account}#BATCHES", "";
    /// Every course.
    catalogue() = Some(Index::Gsi1), "COURSES", "";
}

/// The same place in each part of a list that is spread.
fn spread(index: Index, list: &str, prefix: &str) -> Vec<Range> {
    let part = |part: u32| Range::beginning(Some(index), format!("{list}#{part}"), prefix);
    (0..PARTS).map(part).collect()
}

/// Accounts whose folded name begins so.
pub fn accounts_beginning(folded: &str) -> Vec<Range> {
    spread(Index::Gsi1, "ACCOUNTS", sortable(folded))
}

/// Every order of a status.
pub fn orders_with(status: &str) -> Vec<Range> {
    spread(Index::Gsi2, &format!("ORDERS#{status}"), "")
}

/// Every account that asks to become a reseller.
pub fn reseller_requests() -> Vec<Range> {
    spread(Index::Gsi1, "RESELLER_REQUESTS", "")
}

/// Every account that wants a digest.
pub fn digests() -> Vec<Range> {
    spread(Index::Gsi1, "DIGESTS", "")
}

/// The used or the voided codes of a batch, as their index lists them, from a place on.
pub fn codes_with(number: BatchNumber, status: impl Display, from: CodeIndex) -> Vec<Range> {
    let mut ranges = spread(Index::Gsi1, &format!("CODES#{number}#{status}"), "");
    for range in &mut ranges {
        range.from = format!("{:06}", from.get());
    }
    ranges
}

/// The account that an entry of [`accounts_beginning`], [`reseller_requests`] or [`digests`] names.
pub fn account_of(entry: &HashMap<String, AttributeValue>) -> Option<AccountId> {
    entry.get("pk")?.as_s().ok()?.strip_prefix("ACCOUNT#")?.parse().ok()
}

/// The address that an entry of [`users_with_address`] names.
pub fn address_of(entry: &HashMap<String, AttributeValue>) -> Option<Email> {
    Email::parse(entry.get("gsi1sk")?.as_s().ok()?).ok()
}

/// A later word of a user's name, and how the name goes on.
pub fn name_word(account: AccountId, from_word: &str, user: UserId) -> Key {
    Key::new(format!("ACCOUNT#{account}#WORDS"), format!("{}#{user}", sortable(from_word)))
}

/// The user whose name an entry of [`users_with_word`] is of.
pub fn user_of_word(entry: &HashMap<String, AttributeValue>) -> Option<UserId> {
    entry.get("sk")?.as_s().ok()?.rsplit_once('#')?.1.parse().ok()
}

/// The user that an entry of an account's users names.
pub fn user_of(entry: &HashMap<String, AttributeValue>) -> Option<UserId> {
    entry.get("sk")?.as_s().ok()?.strip_prefix("USER#")?.parse().ok()
}

/// The course that stands beside a batch in the index of its account.
pub fn course_beside_batch(entry: &HashMap<String, AttributeValue>) -> Option<CourseId> {
    let (_, course) = entry.get("gsi1sk")?.as_s().ok()?.split_once('#')?;
    course.parse().ok()
}

/// The course and the user that an entry of [`enrolments_of_account`] names.
pub fn course_and_user(
    range: &Range,
    entry: &HashMap<String, AttributeValue>,
) -> Option<(CourseId, UserId)> {
    let (_, _, sk_name) = range.index?.names();
    let (course, user) = entry.get(sk_name)?.as_s().ok()?.split_once('#')?;
    course.parse().ok().zip(user.parse().ok())
}
