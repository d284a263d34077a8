//! Reminders of courses that are due.

use jiff::Timestamp;
use shared::{
    app::App,
    domain::{EnrolmentStatus, UserStatus},
    http::Problem,
    table::{
        Item, Items,
        course::Course,
        enrolment::Enrolment,
        keys,
        mail::{Content, Mail},
        reminder_cursor::Reminder,
        user::User,
    },
};

use super::{
    super::owing::mail_id,
    known::{Known, Reminding},
    later, named,
};

/// The reminders of enrolments that an index names.
pub async fn mails(
    app: &App,
    reminder: Reminder,
    entries: &[Item],
    known: &mut Known,
) -> Result<Vec<Mail>, Problem> {
    let now = app.clock.now();
    let enrolments: Vec<Enrolment> = named(app, entries).await?;
    let due = enrolments.into_iter().filter_map(|one| due(one, reminder, now));
    let due: Vec<_> = due.collect();
    known.look(app, due.iter().map(|(one, _)| one.account_id)).await?;
    let wanted = due.iter().flat_map(|(one, _)| {
        [keys::user(one.account_id, one.user_id), keys::course(one.course_id)]
    });
    let read = app.table.get_many(wanted).await?;
    let mails = due.into_iter().filter_map(|(one, due_at)| {
        let account = known.get(one.account_id).filter(|account| wants(account, reminder))?;
        mail(&one, due_at, reminder, account, &read, now).transpose()
    });
    mails.collect()
}

/// An enrolment with the moment at which it is due, if it is to be reminded of now.
fn due(one: Enrolment, reminder: Reminder, now: Timestamp) -> Option<(Enrolment, Timestamp)> {
    let due_at = one.window.due_at?;
    let gives_way_at = match reminder {
        Reminder::WeekBefore => Some(later(due_at, Reminder::DayBefore.delay())),
        Reminder::DayBefore => Some(due_at),
        _ => None,
    };
    if gives_way_at.is_some_and(|next| next <= now) {
        return None;
    }
    let is_open = match one.status(now) {
        EnrolmentStatus::NotStarted | EnrolmentStatus::InProgress => gives_way_at.is_some(),
        EnrolmentStatus::Overdue => gives_way_at.is_none(),
        EnrolmentStatus::Scheduled | EnrolmentStatus::Completed | EnrolmentStatus::Expired => false,
    };
    is_open.then_some((one, due_at))
}

fn wants(account: &Reminding, reminder: Reminder) -> bool {
    match reminder {
        Reminder::Overdue => account.settings.overdue,
        _ => account.settings.due,
    }
}

/// The mail to the driver, who has joined: who has not finds the course on joining.
fn mail(
    one: &Enrolment,
    due_at: Timestamp,
    reminder: Reminder,
    account: &Reminding,
    read: &Items,
    now: Timestamp,
) -> Result<Option<Mail>, Problem> {
    let user: Option<User> = read.get(&keys::user(one.account_id, one.user_id))?;
    let course: Option<Course> = read.get(&keys::course(one.course_id))?;
    let active = |user: &User| user.status() == UserStatus::Active;
    let Some((user, course)) = user.filter(active).zip(course) else { return Ok(None) };
    let content = Content::CourseReminder {
        account: account.name.clone(),
        course: course.title,
        course_id: one.course_id,
        enrolment_id: one.enrolment_id,
        due_at,
        is_over: reminder == Reminder::Overdue,
        name: user.name,
    };
    // A course that is due at another time is reminded of anew.
    let due_second = due_at.as_second().unsigned_abs();
    let mail_id = mail_id(one.enrolment_id.ulid(), 10 + reminder as u128, due_second);
    let mail = Mail::owed(mail_id, one.account_id, user.email, content, now);
    Ok(Some(mail.read_by(one.person_id)))
}
