//! How users are shown, and what may be done to them.

use std::collections::BTreeMap;

use futures::{TryFutureExt, future::try_join_all, try_join};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{
        Email, GroupId, GroupName, PersonName, Phone, Role, UserId, UserStatus, enrolment::Phase,
    },
    http::{Problem, access::MemberCalling},
    policy::{self, Answer, Right},
    table::{
        Items,
        enrolment::Enrolment,
        group::Group,
        keys,
        mail::MailStatus,
        user::{CourseProgress, Invitation, User, UserProgress},
    },
};

use crate::{reports::user_enrolments::enrolments_of, scope::groups_within};

/// A user of an account.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "User")]
pub struct UserView {
    /// Which.
    pub id: UserId,
    /// Their address.
    pub(super) email: Email,
    /// The account's own record of the name.
    pub(super) name: Option<PersonName>,
    /// The account's own record of the phone number.
    pub(super) phone: Option<Phone>,
    /// As what.
    pub(super) role: Role,
    /// Whether they have joined.
    pub(super) status: UserStatus,
    /// The groups that they are in.
    pub(super) groups: Vec<GroupView>,
    /// The invitation, until it is activated; none of who was only added.
    invitation: Option<InvitationView>,
    /// When they were invited; holders never were, and who was only added is not yet.
    invited_at: Option<Timestamp>,
    /// When they joined.
    activated_at: Option<Timestamp>,
    /// When they last used this account, to within an hour.
    pub(super) last_sign_in_at: Option<Timestamp>,
    /// How far they have come in their courses of this account.
    pub(super) progress: ProgressView,
    /// What the caller may do to them now.
    actions: Vec<UserAction>,
    /// Counts the user's changes.
    version: u64,
}

/// A group, as it is named beside other things.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "GroupRef")]
pub struct GroupView {
    id: GroupId,
    pub(super) name: GroupName,
}

/// An invitation that was not activated yet.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Invitation")]
pub struct InvitationView {
    /// How far its mail has come.
    status: MailStatus,
    /// When the mail was sent.
    sent_at: Option<Timestamp>,
    /// When the link ends.
    expires_at: Timestamp,
}

/// How far a user has come in all their courses of an account.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[schemars(rename = "UserProgress")]
pub struct ProgressView {
    /// In how many courses they are enrolled.
    pub(super) assigned: u64,
    /// How many of them they have completed.
    pub(super) completed: u64,
    /// The mean of the courses' progress, in whole percent; 0 of none.
    percent: u64,
}

/// What can be done to a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserAction {
    /// Send the invitation: to who was only added for the first time, else again.
    Resend,
    /// Change the record and the groups.
    Edit,
    /// Remove them.
    Remove,
}

impl UserView {
    /// How this user is shown to this caller, with the groups of theirs that there are. A manager
    /// who is kept to groups sees no others.
    pub fn of(user: User, groups: &[Group], progress: ProgressView, who: &MemberCalling) -> Self {
        let own = groups_within(&who.within);
        let seen = groups.iter().filter(|group| {
            user.group_ids.contains(&group.group_id)
                && own.is_none_or(|own| own.contains(&group.group_id))
        });
        Self {
            actions: actions(who, &user),
            status: user.status(),
            groups: seen
                .map(|group| GroupView { id: group.group_id, name: group.name.clone() })
                .collect(),
            progress,
            invitation: user.invitation.map(InvitationView::of),
            id: user.user_id,
            email: user.email,
            name: user.name,
            phone: user.phone,
            role: user.role,
            invited_at: user.invited_at,
            activated_at: user.activated_at,
            last_sign_in_at: user.last_sign_in_at,
            version: user.version,
        }
    }
}

impl InvitationView {
    fn of(invitation: Invitation) -> Self {
        let Invitation { status, sent_at, expires_at, .. } = invitation;
        Self { status, sent_at, expires_at }
    }
}

impl ProgressView {
    fn of(courses: impl IntoIterator<Item = CourseProgress>) -> Self {
        let (mut counts, mut percents) = (Self::default(), 0);
        for course in courses {
            counts.assigned += 1;
            counts.completed += u64::from(course.phase == Phase::Completed);
            percents += u64::from(course.percent);
        }
        counts.percent = percents.checked_div(counts.assigned).unwrap_or_default().min(100);
        counts
    }
}

/// What is shown beside some users: their groups and progress, read together. A holder's progress is
/// added up from their enrolments, since that of an individual account is not counted.
pub struct Joined {
    items: Items,
    holders: BTreeMap<UserId, Vec<Enrolment>>,
}

impl Joined {
    /// Reads it. What a change does not touch can be read while the change is written.
    pub async fn read(app: &App, users: &[User]) -> Result<Self, Problem> {
        let mut wanted = vec![];
        for user in users {
            let account = user.account_id;
            wanted.extend(
                (user.role != Role::Holder).then(|| keys::user_progress(account, user.user_id)),
            );
            wanted.extend(user.group_ids.iter().map(|id| keys::group(account, *id)));
        }
        let holders = users.iter().filter(|user| user.role == Role::Holder).map(async |user| {
            let enrolments =
                enrolments_of(app, user.account_id, user.person_id, user.user_id).await?;
            Ok::<_, Problem>((user.user_id, enrolments))
        });
        let items = app.table.get_many(wanted).map_err(Problem::from);
        let (items, holders) = try_join!(items, try_join_all(holders))?;
        Ok(Self { items, holders: holders.into_iter().collect() })
    }

    /// How a user is shown.
    pub fn view(&self, user: User, who: &MemberCalling) -> Result<UserView, Problem> {
        let mut groups = Vec::with_capacity(user.group_ids.len());
        for id in &user.group_ids {
            groups.extend(self.items.get::<Group>(&keys::group(user.account_id, *id))?);
        }
        let progress = self.progress(&user)?;
        Ok(UserView::of(user, &groups, progress, who))
    }

    fn progress(&self, user: &User) -> Result<ProgressView, Problem> {
        if let Some(enrolments) = self.holders.get(&user.user_id) {
            return Ok(ProgressView::of(enrolments.iter().map(CourseProgress::of)));
        }
        let key = keys::user_progress(user.account_id, user.user_id);
        let counted: Option<UserProgress> = self.items.get(&key)?;
        Ok(ProgressView::of(counted.into_iter().flat_map(|one| one.courses.into_values())))
    }
}

/// How some users are shown.
pub async fn views(
    app: &App,
    users: Vec<User>,
    who: &MemberCalling,
) -> Result<Vec<UserView>, Problem> {
    let joined = Joined::read(app, &users).await?;
    users.into_iter().map(|user| joined.view(user, who)).collect()
}

/// How a user is shown.
pub async fn view(app: &App, user: User, who: &MemberCalling) -> Result<UserView, Problem> {
    Joined::read(app, std::slice::from_ref(&user)).await?.view(user, who)
}

/// Whether a caller who manages users may change this one's record. Those who run the account are
/// not a manager's to change.
pub fn may_edit(who: &MemberCalling, user: &User) -> bool {
    user.role == Role::Driver || who.role != Some(Role::Manager)
}

/// Whether a caller who manages users may remove this one: admins are the holder's alone.
pub fn may_remove(who: &MemberCalling, user: &User) -> bool {
    match user.role {
        Role::Driver => true,
        Role::Admin => who.role == Some(Role::Holder),
        Role::Holder | Role::Manager => false,
    }
}

fn actions(who: &MemberCalling, user: &User) -> Vec<UserAction> {
    // An API key that comes here may manage users.
    let answer = |role| policy::answer(Right::ManageUsers, role, who.within.scope());
    if who.role.map(answer) == Some(Answer::No) {
        return vec![];
    }
    let edit = may_edit(who, user);
    let resend = (edit && user.activated_at.is_none()).then_some(UserAction::Resend);
    let edit = edit.then_some(UserAction::Edit);
    let remove = may_remove(who, user).then_some(UserAction::Remove);
    [resend, edit, remove].into_iter().flatten().collect()
}
