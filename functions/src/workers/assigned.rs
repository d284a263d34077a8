//! Tells a driver by mail of a course that was assigned to them (rule 39): one mail a driver and call. It
//! follows from the entry of the trail, so the call that assigns owes nothing for it.

use jiff::Timestamp;
use shared::{
    app::App,
    domain::{CourseId, EnrolmentId, UserId, UserStatus, event::Action},
    http::Problem,
    table::{
        account::Account,
        course::Course,
        event::Event,
        keys,
        mail::{Content, Mail},
        user::User,
    },
};

use super::{
    Record,
    owing::{mail_id, owe},
    record::read,
};

/// What the trail tells of an assignment.
struct Assigned {
    enrolment: EnrolmentId,
    user: UserId,
    course: CourseId,
    starts_at: Option<Timestamp>,
    due_at: Option<Timestamp>,
}

/// Owes the mail of an assignment. It is named by the enrolment, so telling it again owes no second one.
pub async fn tell(app: &App, record: &Record) -> Result<(), Problem> {
    let event = read::<Event>(record.new.as_ref())?.filter(|_| record.old.is_none());
    let Some((event, assigned)) = event.and_then(assigned) else { return Ok(()) };
    let id = event.account_id;
    let (account, user, course) =
        (keys::account(id), keys::user(id, assigned.user), keys::course(assigned.course));
    let found = app.table.get_many([account.clone(), user.clone(), course.clone()]).await?;
    let (account, user) = (found.get::<Account>(&account)?, found.get::<User>(&user)?);
    let Some(((account, user), course)) = account.zip(user).zip(found.get::<Course>(&course)?)
    else {
        return Ok(());
    };
    // Who has not joined finds the course on joining, and nobody needs to be told what they did.
    let did_it = event.actor.id == Some(user.person_id.to_string());
    if user.status() != UserStatus::Active || did_it {
        return Ok(());
    }
    let content = Content::CourseAssigned {
        account: account.name,
        course: course.title,
        course_id: course.course_id,
        enrolment_id: assigned.enrolment,
        starts_at: assigned.starts_at.filter(|start| *start > event.at),
        due_at: assigned.due_at,
        name: user.name,
    };
    let mail_id = mail_id(assigned.enrolment.ulid(), 9, 0);
    let mail = Mail::owed(mail_id, id, user.email, content, app.clock.now());
    owe(app, &mail.read_by(user.person_id)).await
}

fn assigned(event: Event) -> Option<(Event, Assigned)> {
    let word = |name: &str| event.changes.get(name)?.as_str();
    let at = |name: &str| word(name)?.parse().ok();
    let assigned = (event.action == Action::CourseAssigned).then(|| {
        Some(Assigned {
            enrolment: event.subject.id.parse().ok()?,
            user: word("user_id")?.parse().ok()?,
            course: word("course_id")?.parse().ok()?,
            starts_at: at("starts_at"),
            due_at: at("due_at"),
        })
    });
    let assigned = assigned??;
    Some((event, assigned))
}
