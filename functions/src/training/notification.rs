//! What is told of a step: to those concerned by mail, and to the account in its audit trail.

use serde_json::{Value, json};
use shared::{
    app::App,
    domain::{
        MailId,
        event::{Action, Changes},
    },
    table::{
        event::Event,
        mail::{Content, Mail, News, TrainingNews},
        training::{Attendee, Details, TrainingSession},
    },
};

use super::session_change::{Does, Step};

impl Step<'_> {
    /// The mails that it owes: who stays is told of a change of what, when or where alone. Of a
    /// session that is over nobody is told anything.
    pub(super) fn mails(&self, app: &App) -> Vec<Mail> {
        let now = app.clock.now();
        let matters = |of: Option<&TrainingSession>| of.is_some_and(|of| of.details.ends_at > now);
        let (before, after) = (matters(self.before()), matters(self.after()));
        let gone = if self.after().is_none() { News::Cancelled } else { News::TakenOff };
        let leaving = self.leaving().filter(|_| before).map(|attendee| (gone, attendee));
        let joining = self.joining().filter(|_| after).map(|one| (News::Scheduled, one));
        let changing = self.staying().filter(|_| self.changes_details() && (before || after));
        let changing = changing.map(|attendee| (News::Changed, attendee));
        let told = leaving.chain(joining).chain(changing);
        told.filter_map(|(news, attendee)| self.mail(app, news, attendee)).collect()
    }

    fn mail(&self, app: &App, news: News, to: &Attendee) -> Option<Mail> {
        let leaves = matches!(news, News::Cancelled | News::TakenOff);
        let of = if leaves { self.before()? } else { self.after()? };
        let Details { title, course_id, starts_at, ends_at, place } = of.details.clone();
        let content = Content::TrainingSession(Box::new(TrainingNews {
            news,
            account: self.account.clone(),
            session_id: of.session_id,
            sequence: self.after().map_or(of.sequence() + 1, TrainingSession::sequence),
            title,
            course_id,
            starts_at,
            ends_at,
            place,
            name: to.name.clone(),
        }));
        let id = MailId::new(app.clock.precise());
        let mail = Mail::owed(id, of.account_id, to.email.clone(), content, app.clock.now());
        Some(mail.read_by(to.person_id))
    }

    /// Its entry in the audit trail.
    pub(super) fn event(&self, app: &App) -> Event {
        let (session, action) = match self.does {
            Does::Make(new) => (new, Action::TrainingSessionCreated),
            Does::Change { new, .. } => (new, Action::TrainingSessionChanged),
            Does::Cancel(old) => (old, Action::TrainingSessionCancelled),
        };
        let subject = ("training_session", session.session_id.to_string());
        app.event(session.account_id, self.by, action, subject, Value::Object(self.changes()))
    }

    /// What is other than it was, from and to; who attends more and who less, and whom else it concerns.
    fn changes(&self) -> Changes {
        let (old, new) = (fields(self.before()), fields(self.after()));
        let names = ["title", "course_id", "starts_at", "ends_at", "place"];
        let changed = names.into_iter().filter(|name| old[name] != new[name]);
        let changed =
            changed.map(|name| (name.to_owned(), json!({ "from": old[name], "to": new[name] })));
        let ids = |of: Vec<&Attendee>| -> Value {
            of.iter().map(|attendee| Value::from(attendee.user_id.to_string())).collect()
        };
        let staying = self.staying().filter(|_| self.changes_details()).collect();
        let who = [
            ("added", ids(self.joining().collect())),
            ("removed", ids(self.leaving().collect())),
            ("staying", ids(staying)),
        ];
        let who = who.into_iter().filter(|(_, ids)| ids != &json!([]));
        changed.chain(who.map(|(name, ids)| (name.to_owned(), ids))).collect()
    }
}

fn fields(of: Option<&TrainingSession>) -> Value {
    json!(of.map(|session| &session.details))
}
