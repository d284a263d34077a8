//! What a redemption by the reseller adds to that of a driver: the reseller's trail tells of it, and
//! the driver gets a mail.

use jiff::Timestamp;
use shared::{
    app::App,
    domain::{AccountName, MailId, PersonName, Title},
    table::{
        enrolment::Enrolment,
        event::Event,
        mail::{Content, Mail},
        person::Person,
    },
};

/// What a redemption by the reseller adds.
pub struct OnBehalf {
    /// The reseller.
    pub reseller: AccountName,
    /// The course's title, for the mail.
    pub course: Title,
    /// The driver's name, where the reseller knows it.
    pub name: Option<PersonName>,
    /// The entry of the reseller's trail.
    pub event: Event,
}

impl OnBehalf {
    /// The mail to the driver.
    pub(super) fn mail(
        &self,
        app: &App,
        person: &Person,
        enrolment: &Enrolment,
        now: Timestamp,
    ) -> Mail {
        let content = Content::CourseOpened {
            reseller: self.reseller.clone(),
            course: self.course.clone(),
            access_until: enrolment.window.access_until,
            name: self.name.clone().or_else(|| person.name.clone()),
        };
        let (id, reseller) = (MailId::new(app.clock.precise()), self.event.account_id);
        Mail::owed(id, reseller, person.email.clone(), content, now).read_by(person.person_id)
    }
}
