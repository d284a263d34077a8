//! What a person's own link shows: a row for each course that they have in each account, as their
//! employer's report has it, and one for each that they have no more there, as their newest record of it
//! has it.

use std::collections::BTreeMap;

use futures::try_join;
use shared::{
    app::App,
    domain::{AccountId, CourseId},
    http::Problem,
    table::{
        account::Account,
        enrolment::Enrolment,
        keys,
        person::Person,
        record::{OwnRecord, Record},
        user::User,
    },
};

use super::opened::OpenedRow;
use crate::reports::{row::Row, sums::Sums};

/// A course in an account: rows are in this order.
pub type Place = (AccountId, CourseId);

/// A person's courses.
pub struct OwnCourses {
    rows: BTreeMap<Place, OpenedRow>,
    sums: Sums,
}

impl OwnCourses {
    /// Reads them, or of one course alone. A person has few: at most the catalogue in each account.
    pub async fn read(
        app: &App,
        person: &Person,
        course: Option<CourseId>,
    ) -> Result<Self, Problem> {
        let enrolments = keys::enrolments_of_person(person.person_id);
        let records = keys::records_of_person(person.person_id);
        let (enrolments, records): (Vec<Enrolment>, Vec<OwnRecord>) =
            try_join!(app.table.all(&enrolments), app.table.all(&records))?;
        let is_meant = |id| course.is_none_or(|course| course == id);
        let enrolments: Vec<_> =
            enrolments.into_iter().filter(|one| is_meant(one.course_id)).collect();
        let mut own = Self { rows: BTreeMap::new(), sums: Sums::new(app.clock.now()) };
        own.add_enrolments(app, person, &enrolments).await?;
        let records = records.into_iter().map(|OwnRecord(record)| record);
        own.add_records(app, person, records.filter(|one| is_meant(one.course.id)));
        Ok(own)
    }

    /// Adds what they have. What lies there for a while after they have left is theirs no more.
    async fn add_enrolments(
        &mut self,
        app: &App,
        person: &Person,
        enrolments: &[Enrolment],
    ) -> Result<(), Problem> {
        let wanted = enrolments.iter().flat_map(|one| {
            let user = keys::user(one.account_id, one.user_id);
            [keys::account(one.account_id), keys::course(one.course_id), user]
        });
        let (found, now) = (app.table.get_many(wanted).await?, app.clock.now());
        for enrolment in enrolments {
            let place = (enrolment.account_id, enrolment.course_id);
            let account: Option<Account> = found.get(&keys::account(place.0))?;
            let user: Option<User> = found.get(&keys::user(place.0, enrolment.user_id))?;
            let course = found.get(&keys::course(place.1))?;
            let (Some(account), Some(user), Some(course)) = (account, user, course) else {
                continue;
            };
            let user = User { name: person.name.clone().or(user.name), ..user };
            let row = Row::of(user, enrolment, &course, now);
            self.rows.insert(place, OpenedRow::in_account(row, &account.name));
            self.sums.add_enrolment(enrolment);
        }
        Ok(())
    }

    /// Adds what they had: of several records of a course in an account the newest.
    fn add_records(&mut self, app: &App, person: &Person, records: impl Iterator<Item = Record>) {
        let newest: BTreeMap<Place, Record> =
            records.map(|record| ((record.account_id, record.course.id), record)).collect();
        for (place, record) in newest {
            if self.rows.contains_key(&place) {
                continue;
            }
            let name = person.name.clone().or_else(|| record.name.clone());
            self.rows.insert(place, OpenedRow::of_record(&record, name, app.clock.now()));
            self.sums.add_record(&record);
        }
    }

    /// A page of the rows, the place of its last if there are more, and the counts of all.
    pub fn page(self, after: Option<Place>, most: usize) -> (Vec<OpenedRow>, Option<Place>, Sums) {
        let is_due = |place: &Place| after.is_none_or(|after| *place > after);
        let mut rows: Vec<_> = self.rows.into_iter().filter(|(place, _)| is_due(place)).collect();
        let goes_on = rows.len() > most;
        rows.truncate(most);
        let last = rows.last().map(|(place, _)| *place).filter(|_| goes_on);
        (rows.into_iter().map(|(_, row)| row).collect(), last, self.sums)
    }
}
