//! What somebody is told about their own sign-ins.

use shared::{
    app::App,
    domain::MailId,
    table::{
        Write,
        mail::{Content, Mail},
        person::Person,
    },
};

use super::session_creation::NewSession;

/// Adds to a write the mail that tells of a sign-in on a device that the person never used.
pub fn of_new_device<'t, R: Clone>(
    app: &App,
    write: Write<'t, R>,
    session: &NewSession,
    person: &Person,
) -> Write<'t, R> {
    if !session.is_on_new_device(person) {
        return write;
    }
    let at = session.session.created_at;
    let content = Content::NewDevice { device: session.session.device.clone(), at };
    let id = MailId::new(app.clock.precise());
    write.put(&Mail::personal(id, person, content, at))
}
