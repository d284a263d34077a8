//! Invites many people at once, from CSV or JSON, or only adds them; each row is answered.
//!
//! Who was only added is invited by the same import again, without `invite=false`: so a whole list is
//! invited at once, in the answers' usual form, whatever part of it was invited before. Nothing else
//! of them is changed: their record may have been edited since.

use std::collections::{BTreeSet, HashMap, HashSet};

use deserr::Deserr;
use futures::{StreamExt, stream};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use shared::{
    domain::{
        Email, FieldErrors, GroupId, GroupName, Invalid, PersonId, UserId, event::Action,
        invalid::shortened,
    },
    http::{
        Account, Call, Code, Json, Problem,
        problem::ProblemBody,
        rows::{Results, error},
    },
    table::{
        Entity, Items, WriteError,
        account::Account as AccountItem,
        group::{Group, GroupNameOwner},
        keys,
        mail_room::MailRoom,
        person::EmailOwner,
        user::User,
    },
};

use super::{
    added::added,
    import_body::Rows,
    import_rows::Row,
    invitation::{Invitee, Inviting},
};
use crate::scope::groups_within;

/// How it is done.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Options {
    /// `true` checks every row and does nothing.
    #[deserr(default)]
    dry_run: Option<Choice>,
    /// `false` only adds: nobody is mailed, and each can be invited later, or all of them by the same
    /// import without this.
    #[deserr(default)]
    invite: Option<Choice>,
}

/// A choice in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserr, JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[deserr(rename_all = lowercase)]
pub enum Choice {
    /// Yes.
    True,
    /// No.
    False,
}

/// What became of a row.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ImportResult")]
pub struct RowResult {
    /// Which of the rows, from 0.
    index: usize,
    /// The address as it was given.
    email: String,
    /// What became of it.
    status: RowStatus,
    /// The user.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<UserId>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProblemBody>,
}

/// What became of a row, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ImportStatus")]
pub enum RowStatus {
    /// They are invited now, or would be.
    Invited,
    /// They are added now, or would be, and are not invited yet.
    Added,
    /// They were a user or invited before, or added where this invites nobody, or stand in an earlier
    /// row.
    AlreadyAUser,
    /// It was not done; the error says why.
    Failed,
}

type Outcome = Result<(RowStatus, Option<UserId>), Problem>;
type ImportCall = Call<Account, Rows, Options>;

/// How many groups an import makes at most.
const MOST_NEW_GROUPS: usize = 100;
/// How many groups are made side by side.
const SIDE_BY_SIDE: usize = 10;

/// Invites many people. Who is there already is left alone, so the same import again changes
/// nothing, and one that broke off is completed by sending it again.
pub async fn import_users(call: ImportCall) -> Result<Json<Results<RowResult>>, Problem> {
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    let raw = call.body.0.iter().enumerate();
    let mut rows: Vec<_> = raw.map(|(index, row)| row.parse(index)).collect();
    let known = Known::read(&call, &rows).await?;
    let mut outcomes = first_outcomes(&known, &rows);
    let dry_run = call.query.dry_run == Some(Choice::True);
    let groups = groups(&call, &known, &mut rows, &mut outcomes, dry_run).await?;
    let waiting: Vec<_> = (0..rows.len()).filter(|at| !outcomes.contains_key(at)).collect();
    if dry_run {
        let mut seats = account.free_seats();
        outcomes.extend(waiting.into_iter().map(|at| {
            let taken = u32::from(!known.is_added(&rows[at]));
            let left = seats.checked_sub(taken);
            seats = left.unwrap_or_default();
            let full = || Err(Problem::new(Code::SeatLimitReached));
            (at, left.map_or_else(full, |_| Ok((done(&call), None))))
        }));
    } else {
        invite(&call, account, known, &rows, &groups, waiting, &mut outcomes).await?;
    }
    Ok(Json(results(&call, outcomes)))
}

/// Whether people are invited; else they are only added.
fn invites(call: &ImportCall) -> bool {
    call.query.invite != Some(Choice::False)
}

/// What becomes of a row that goes well.
fn done(call: &ImportCall) -> RowStatus {
    if invites(call) { RowStatus::Invited } else { RowStatus::Added }
}

async fn invite(
    call: &ImportCall,
    account: AccountItem,
    mut known: Known,
    rows: &[Result<Row, Problem>],
    groups: &HashMap<String, GroupId>,
    waiting: Vec<usize>,
    outcomes: &mut HashMap<usize, Outcome>,
) -> Result<(), Problem> {
    let new = |row: &Row| Invitee {
        user_id: UserId::new(call.app.clock.precise()),
        email: row.email.clone(),
        name: row.name.clone(),
        phone: row.phone.clone(),
        group_ids: row.groups.iter().filter_map(|g| groups.get(&g.unique()).copied()).collect(),
        added: None,
    };
    let mut invitee = |row: &Row| match known.added.remove(&row.email) {
        Some(user) => Invitee::added(user),
        None => new(row),
    };
    let mut invitees: Vec<_> =
        waiting.iter().filter_map(|at| rows[*at].as_ref().ok().map(&mut invitee)).collect();
    let room = MailRoom::of(&account, call.app.clock.now());
    let room = room.read(&known.mails, invitees.iter().map(|invitee| &invitee.email))?;
    let (people, held) = (known.people, HashMap::new());
    let invites = invites(call);
    let inviting = Inviting { call, account, people, held, room, invites };
    let invited = inviting.run(&mut invitees).await;
    let passing = |outcome: &Result<User, Problem>| {
        outcome.as_ref().err().filter(|problem| problem.code == Code::Unavailable).cloned()
    };
    // Nothing was done, and all of it can be tried again: so the call says.
    if let (Some(Some(problem)), true) =
        (invited.first().map(passing), invited.iter().all(Result::is_err))
    {
        return Err(problem);
    }
    outcomes.extend(waiting.into_iter().zip(invited).map(|(at, outcome)| {
        let outcome = match outcome {
            Ok(user) => Ok((done(call), Some(user.user_id))),
            Err(problem) if problem.code == Code::AlreadyAUser => {
                Ok((RowStatus::AlreadyAUser, None))
            }
            Err(problem) => Err(problem),
        };
        (at, outcome)
    }));
    Ok(())
}

fn results(call: &ImportCall, mut outcomes: HashMap<usize, Outcome>) -> Results<RowResult> {
    let rows = call.body.0.iter().enumerate().map(|(index, raw)| {
        let left_out = || Err(Problem::internal("a row was left out"));
        let email = shortened(raw.email.clone());
        match outcomes.remove(&index).unwrap_or_else(left_out) {
            Ok((status, user_id)) => RowResult { index, email, status, user_id, error: None },
            Err(problem) => {
                let (status, error) = (RowStatus::Failed, error(&problem));
                RowResult { index, email, status, user_id: None, error }
            }
        }
    });
    Results { results: rows.collect() }
}

/// What is known of the rows' addresses and groups before anything is done.
struct Known {
    people: HashMap<Email, PersonId>,
    /// Those of them who are there already, as users or managers or invited to be.
    there: HashMap<Email, Problem>,
    /// Those of them who were only added and are invited now.
    added: HashMap<Email, User>,
    groups: HashMap<String, GroupId>,
    /// How many mails went to them, and from the account, today.
    mails: Items,
}

impl Known {
    async fn read(call: &ImportCall, rows: &[Result<Row, Problem>]) -> Result<Self, Problem> {
        let account = call.who.account;
        let right: Vec<_> = rows.iter().flatten().collect();
        let name = |group: &GroupName| keys::group_name(account, &group.unique());
        let wanted = right
            .iter()
            .flat_map(|row| row.groups.iter().map(name).chain([keys::email(&row.email)]));
        let mails = MailRoom::keys(account, right.iter().map(|row| &row.email));
        let wanted: HashSet<_> = wanted.chain(mails).collect();
        let found = read_some(call, wanted).await?;
        let (mut people, mut groups) = (HashMap::new(), HashMap::new());
        for row in &right {
            let owner: Option<EmailOwner> = found.get(&keys::email(&row.email))?;
            people.extend(owner.map(|owner| (owner.email, owner.person_id)));
            for group in &row.groups {
                let owner: Option<GroupNameOwner> = found.get(&name(group))?;
                groups.extend(owner.map(|owner| (group.unique(), owner.group_id)));
            }
        }
        let (there, added) = Self::there(call, &people).await?;
        Ok(Self { people, there, added, groups, mails: found })
    }

    fn is_added(&self, row: &Result<Row, Problem>) -> bool {
        row.as_ref().is_ok_and(|row| self.added.contains_key(&row.email))
    }

    async fn there(
        call: &ImportCall,
        people: &HashMap<Email, PersonId>,
    ) -> Result<(HashMap<Email, Problem>, HashMap<Email, User>), Problem> {
        let account = call.who.account;
        let sides =
            |person: PersonId| [keys::context(person, account), keys::invited(person, account)];
        let wanted = people.values().flat_map(|person| sides(*person)).collect();
        let found = read_some(call, wanted).await?;
        let mut there = HashMap::new();
        for (email, person) in people {
            for key in sides(*person) {
                if let Some(item) = found.item(&key) {
                    there.insert(email.clone(), super::invitation::is_there(Some(item.clone()))?);
                }
            }
        }
        let added = match invites(call) {
            true => added(call, people, &found).await?,
            false => HashMap::new(),
        };
        Ok((there, added))
    }
}

async fn read_some(
    call: &ImportCall,
    wanted: HashSet<shared::table::Key>,
) -> Result<Items, Problem> {
    if wanted.is_empty() {
        return Ok(Items::default());
    }
    Ok(call.app.table.get_many(wanted).await?)
}

/// What is known of rows before anybody is invited: bad values, people who are there, repeats.
fn first_outcomes(known: &Known, rows: &[Result<Row, Problem>]) -> HashMap<usize, Outcome> {
    let (mut outcomes, mut seen) = (HashMap::new(), HashSet::new());
    for (at, row) in rows.iter().enumerate() {
        let outcome = match row {
            Err(problem) => Err(problem.clone()),
            Ok(row) => match known.there.get(&row.email) {
                Some(problem) if problem.code == Code::AlreadyAManager => Err(problem.clone()),
                Some(_) if !known.added.contains_key(&row.email) => {
                    Ok((RowStatus::AlreadyAUser, None))
                }
                _ if !seen.insert(&row.email) => Ok((RowStatus::AlreadyAUser, None)),
                _ => continue,
            },
        };
        outcomes.insert(at, outcome);
    }
    outcomes
}

/// The groups of the rows that wait, by what names have in common; those that are missing are made, but not by
/// a manager who is kept to groups: such a row fails, and so does one without a group.
async fn groups(
    call: &ImportCall,
    known: &Known,
    rows: &mut [Result<Row, Problem>],
    outcomes: &mut HashMap<usize, Outcome>,
    dry_run: bool,
) -> Result<HashMap<String, GroupId>, Problem> {
    let mut groups = known.groups.clone();
    let mut missing: Vec<GroupName> = vec![];
    let own = groups_within(&call.who.within);
    for (at, row) in rows.iter().enumerate() {
        let Ok(row) = row else { continue };
        // Who was added has the groups that they have.
        if outcomes.contains_key(&at) || known.added.contains_key(&row.email) {
            continue;
        }
        if let Some(own) = own {
            if let Err(problem) = all_own(at, row, own, &groups) {
                outcomes.insert(at, Err(problem));
            }
            continue;
        }
        for group in &row.groups {
            let there = |other: &GroupName| other.unique() == group.unique();
            if !groups.contains_key(&group.unique()) && !missing.iter().any(there) {
                missing.push(group.clone());
            }
        }
    }
    if missing.len() > MOST_NEW_GROUPS {
        let detail = format!("An import makes at most {MOST_NEW_GROUPS} groups.");
        return Err(Problem::field("users", Invalid::new("too_many_groups", detail)));
    }
    if !dry_run {
        let making: Vec<_> = missing.iter().map(|name| make_group(call, name)).collect();
        let made: Vec<_> = stream::iter(making).buffered(SIDE_BY_SIDE).collect().await;
        for (name, made) in missing.iter().zip(made) {
            groups.insert(name.unique(), made?);
        }
    }
    Ok(groups)
}

fn all_own(
    at: usize,
    row: &Row,
    own: &BTreeSet<GroupId>,
    groups: &HashMap<String, GroupId>,
) -> Result<(), Problem> {
    if row.groups.is_empty() {
        let missing = Invalid::new("missing", "Name one of your groups at least.");
        return Err(Problem::field(format!("users[{at}].groups"), missing));
    }
    for (place, group) in row.groups.iter().enumerate() {
        if groups.get(&group.unique()).is_none_or(|id| !own.contains(id)) {
            let field = format!("users[{at}].groups[{place}]");
            return Err(Problem::field(field, Invalid::not_found()));
        }
    }
    Ok(())
}

/// Makes a group, or finds the one that somebody else has made of this name meanwhile.
async fn make_group(call: &ImportCall, name: &GroupName) -> Result<GroupId, Problem> {
    let account_id = call.who.account;
    let group_id = GroupId::new(call.app.clock.precise());
    let group = Group { account_id, group_id, name: name.clone(), member_count: 0, version: 1 };
    let owner = GroupNameOwner { account_id, name: name.clone(), group_id };
    let subject = ("group", group_id.to_string());
    let changes = json!({ "name": name });
    let actor = &call.who.caller.actor;
    let event = call.event(account_id, actor, Action::GroupCreated, subject, changes);
    match call.app.table.write().create(&owner, ()).create(&group, ()).put(&event).run().await {
        Ok(()) => Ok(group_id),
        Err(WriteError::Store(error)) => Err(error.into()),
        Err(WriteError::Refused((), item)) => {
            let owner = item.map(GroupNameOwner::from_item).transpose()?;
            Ok(owner.ok_or_else(|| Problem::unavailable("a group came and went"))?.group_id)
        }
    }
}
