//! Which owed mails are no longer good when their turn comes: what they tell of is over, or what they
//! carry no longer works.

use jiff::{SignedDuration, Timestamp};
use shared::{
    app::App,
    domain::{
        AccountId, CourseId, EnrolmentId, ManagerId, Role, UserId, UserStatus,
        code::{BatchNumber, CodeIndex},
    },
    http::Problem,
    table::{
        Item,
        batch::{Batch, UsedCode},
        keys,
        mail::{Content, GOOD_DIGEST, Mail},
        manager::Manager,
        person::Context,
        reminder_settings::{Digest, ReminderSettings},
        sign_in::GOOD_FOR_SECONDS,
        user::User,
    },
};

/// Whether a mail is no longer good.
pub async fn is_stale(app: &App, mail: &Mail) -> Result<bool, Problem> {
    let now = app.clock.now();
    // What was over already when it was owed is told all the same: a calendar must learn of what
    // was moved into the past.
    let over = |end: Timestamp| mail.owed_at < end && end <= now;
    Ok(match &mail.content {
        Content::SignIn { .. } | Content::AddressProof { .. } => {
            now.duration_since(mail.owed_at) >= SignedDuration::from_secs(GOOD_FOR_SECONDS)
        }
        Content::CodeSent { batch, index, .. } => is_spent(app, *batch, *index).await?,
        Content::CourseAssigned { course_id, enrolment_id, .. } => {
            !is_to_be_taken(app, mail, *course_id, *enrolment_id, None).await?
        }
        Content::CourseReminder { course_id, enrolment_id, due_at, is_over, .. } => {
            let passed = !is_over && *due_at <= now;
            passed || !is_to_be_taken(app, mail, *course_id, *enrolment_id, Some(*due_at)).await?
        }
        Content::InvitationReminder { user_id, number, expires_at, .. } => {
            *expires_at <= now || !is_to_be_activated(app, mail, *user_id, *number).await?
        }
        Content::WeeklyDigest { .. } => {
            now.duration_since(mail.owed_at) >= GOOD_DIGEST || !gets_digests(app, mail).await?
        }
        Content::CourseOpened { access_until, .. } => access_until.is_some_and(over),
        Content::ManagerInvitation { account_id, manager_id, .. }
        | Content::ManagerInvitationReminder { account_id, manager_id, .. }
        | Content::FirmInvited { account_id, manager_id, .. } => {
            !is_open(app, *account_id, *manager_id).await?
        }
        Content::RouteAssigned { route, .. } | Content::RouteMoved { route, .. } => {
            over(route.ends_at)
        }
        Content::RouteUnassigned { routes, .. } => routes.iter().all(|route| over(route.ends_at)),
        Content::TrainingSession(told) => over(told.ends_at),
        Content::NewDevice { .. }
        | Content::AddressTaken
        | Content::Forgotten
        | Content::AddressChangeAsked { .. }
        | Content::AddressChanged { .. }
        | Content::AccountSafety { .. }
        | Content::UserActivated { .. }
        | Content::Sharing { .. }
        | Content::InvitationDeclined { .. }
        | Content::ResellerAnswer { .. } => false,
    })
}

/// Whether its reader has still to complete a course that was assigned to them, by then if it is due.
async fn is_to_be_taken(
    app: &App,
    mail: &Mail,
    course: CourseId,
    enrolment: EnrolmentId,
    due_at: Option<Timestamp>,
) -> Result<bool, Problem> {
    let Some((person, account)) = mail.reader.zip(mail.account_id) else { return Ok(false) };
    let key = keys::enrolment(person, account, course);
    // A few of its words are all that matters, and what reads a whole one is large.
    let there = app.table.get_many([key]).await?.into_all().next();
    let is_open = |one: Item| {
        let says = |name: &str| one.get(name)?.as_s().ok().map(String::as_str);
        let is_it = says("enrolment_id") == Some(enrolment.to_string().as_str());
        let is_due = due_at.is_none_or(|due| says("due_at") == Some(due.to_string().as_str()));
        is_it && is_due && says("phase") != Some("completed")
    };
    Ok(there.is_some_and(is_open))
}

/// Whether the newest of a user's activation links is this one, and not used.
async fn is_to_be_activated(
    app: &App,
    mail: &Mail,
    user: UserId,
    number: u32,
) -> Result<bool, Problem> {
    let Some(account) = mail.account_id else { return Ok(false) };
    let key = keys::user(account, user);
    let user = app.table.get_many([key.clone()]).await?.get::<User>(&key)?;
    let user = user.filter(|user| user.status() == UserStatus::Invited && user.email == mail.to);
    Ok(user.and_then(|user| user.invitation).is_some_and(|one| one.number == number))
}

/// Whether the account wants digests still, and its reader looks after it.
async fn gets_digests(app: &App, mail: &Mail) -> Result<bool, Problem> {
    let Some((person, account)) = mail.reader.zip(mail.account_id) else { return Ok(false) };
    let context = keys::context(person, account);
    let read = app.table.get_many([context.clone(), keys::reminder_settings(account)]).await?;
    let is_wanted = ReminderSettings::of(account, &read)?.digest == Digest::Weekly;
    let context: Option<Context> = read.get(&context)?;
    Ok(is_wanted && context.is_some_and(|context| context.role != Role::Driver))
}

/// Whether a code was redeemed or voided before it reached anybody.
async fn is_spent(app: &App, batch: BatchNumber, index: CodeIndex) -> Result<bool, Problem> {
    let (batch, code) = (keys::batch(batch), keys::code(batch, index));
    let found = app.table.get_many([batch.clone(), code.clone()]).await?;
    let batch: Option<Batch> = found.get(&batch)?;
    let voided = batch.is_none_or(|batch| batch.voided_at.is_some());
    Ok(voided || found.get::<UsedCode>(&code)?.is_some())
}

/// Whether an invitation to look after an account is open: all mails with it carry the same link.
async fn is_open(app: &App, account: AccountId, manager: ManagerId) -> Result<bool, Problem> {
    let manager: Option<Manager> = app.table.get(&keys::manager(account, manager)).await?;
    Ok(manager.is_some_and(|manager| manager.accepted_at.is_none()))
}
