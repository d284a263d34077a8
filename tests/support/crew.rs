//! Crews: many drivers of a company, put into a group and a course, as the table holds them.

use std::collections::BTreeSet;

use futures::{StreamExt, stream};
use serde_json::Value;
use shared::{
    domain::{
        AccountId, CourseId, Email, EnrolmentId, GroupId, PersonId, Role, UserId,
        enrolment::{Phase, Results},
    },
    table::{
        Change, Condition,
        enrolment::{Enrolment, FIRST_ROUND},
        group::Member,
        keys,
        user::User,
    },
};

use crate::{
    Service,
    service::{Company, number},
    standing::text,
};

/// How many drivers one write adds: each is three items, and two count them, of 100.
const IN_A_WRITE: usize = 32;
/// How many writes are under way at a time.
const WRITES: usize = 4;

impl Service {
    /// Adds so many active drivers to a group of a company, each enrolled in a course.
    pub async fn crew(&self, of: &Company, group: GroupId, course: &Value, count: usize) {
        let numbers: Vec<_> = (0..count).collect();
        let writes = numbers.chunks(IN_A_WRITE).map(|some| self.add(of, group, course, some.len()));
        let writes: Vec<_> = writes.collect();
        stream::iter(writes).buffer_unordered(WRITES).collect::<Vec<()>>().await;
    }

    async fn add(&self, of: &Company, group_id: GroupId, course: &Value, count: usize) {
        let app = self.stack().app();
        let account_id: AccountId = of.id.parse().expect("an account");
        let drivers = Change::of(keys::account(account_id))
            .count("seats_used", count)
            .count("active_drivers", count);
        let members = Change::of(keys::group(account_id, group_id)).count("member_count", count);
        let write = app.table.write::<()>().change(drivers, Condition::Present, ());
        let mut write = write.change(members, Condition::Present, ());
        for _ in 0..count {
            let (at, now) = (app.clock.precise(), app.clock.now());
            let (user_id, person_id) = (UserId::new(at), PersonId::new(at));
            let email = format!("crew{}@example.com", number());
            let user = User {
                account_id,
                user_id,
                person_id,
                email: Email::parse(&email).expect("an address"),
                name: None,
                phone: None,
                role: Role::Driver,
                group_ids: BTreeSet::from([group_id]),
                invitation: None,
                invited_at: Some(now),
                activated_at: Some(now),
                last_sign_in_at: None,
                moves_from: BTreeSet::new(),
                version: 1,
            };
            let enrolment = Enrolment {
                account_id,
                person_id,
                user_id,
                course_id: text(&course["id"]).parse::<CourseId>().expect("a course"),
                enrolment_id: EnrolmentId::new(at),
                licence: true,
                window: self.open_window(),
                due_on: None,
                phase: Phase::NotStarted,
                results: Results::new(),
                score: None,
                percent: 0,
                last_activity_at: None,
                recorded: None,
                round: FIRST_ROUND,
                recorded_before: None,
                version: 1,
            };
            let member = Member { account_id, group_id, user_id };
            write = write.create(&user, ()).put(&member).create(&enrolment, ());
        }
        write.run().await.expect("a crew");
    }
}
