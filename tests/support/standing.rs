//! Users and enrolments that no operation makes yet, written as later ones will; managers, who are
//! invited and accept.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use shared::{
    app::App,
    domain::{
        AccountId, CourseId, Email, EnrolmentId, GroupId, PersonId, PersonName, Role, Scope,
        UserId,
        enrolment::{Phase, Results, Window},
    },
    http::rows::MOST_ROWS,
    table::{
        Change, Condition,
        enrolment::{Enrolment, FIRST_ROUND},
        keys,
        person::{Context, EmailOwner, Person},
        user::User,
    },
};

use crate::{
    Caller, Service,
    service::{Company, number},
};

/// How many users one write adds: each is four items, and a write takes 100.
const IN_A_WRITE: usize = 24;

/// The seconds of a day.
pub const DAY: i64 = 24 * 3_600;

/// A user of an account.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// The membership.
    pub user: UserId,
    /// Their address.
    pub email: String,
}

impl Member {
    fn of(user: &User) -> Self {
        Self { person: user.person_id, user: user.user_id, email: user.email.to_string() }
    }
}

impl Service {
    /// What time it is for the service.
    pub fn now(&self) -> Timestamp {
        self.app().clock.now()
    }

    /// The moment that lies so many days ahead.
    pub fn in_days(&self, days: i64) -> Timestamp {
        self.now() + SignedDuration::from_secs(days * DAY)
    }

    /// A new user of a company.
    pub async fn member(&self, of: &Company, role: Role, name: Option<&str>) -> Member {
        let (person, user) = self.new_user(of, role, name);
        self.add_users(of, std::slice::from_ref(&(person, user.clone()))).await;
        Member::of(&user)
    }

    /// So many drivers of a company, all active.
    pub async fn members(&self, of: &Company, count: usize) -> Vec<Member> {
        let new = (0..count).map(|_| self.new_user(of, Role::Driver, Some("Driver")));
        let new: Vec<_> = new.collect();
        for some in new.chunks(IN_A_WRITE) {
            self.add_users(of, some).await;
        }
        new.iter().map(|(_, user)| Member::of(user)).collect()
    }

    /// Somebody who is a driver already, as a driver of another company too.
    pub async fn member_too(&self, of: &Company, who: &Member) -> Member {
        let (_, user) = self.new_user(of, Role::Driver, Some("Driver"));
        let email = Email::parse(&who.email).expect("an address");
        let user = User { person_id: who.person, email, ..user };
        let counts = Change::of(keys::account(account(of)))
            .count("seats_used", 1)
            .count("active_drivers", 1);
        let write = self.app().table.write::<()>().create(&user, ()).put(&self.context(&user));
        write.change(counts, Condition::Present, ()).run().await.expect("a user");
        Member::of(&user)
    }

    fn new_user(&self, of: &Company, role: Role, name: Option<&str>) -> (Person, User) {
        let (account_id, at) = (account(of), self.app().clock.precise());
        let email = Email::parse(&format!("user{}@example.com", number())).expect("an address");
        let name = name.map(|name| PersonName::parse(name).expect("a name"));
        let person = Person { name, ..Person::new(PersonId::new(at), email.clone()) };
        let user = User {
            account_id,
            user_id: UserId::new(at),
            person_id: person.person_id,
            email,
            name: person.name.clone(),
            phone: None,
            role,
            group_ids: BTreeSet::new(),
            invitation: None,
            invited_at: Some(self.now()),
            activated_at: Some(self.now()),
            last_sign_in_at: None,
            moves_from: BTreeSet::new(),
            version: 1,
        };
        (person, user)
    }

    async fn add_users(&self, of: &Company, new: &[(Person, User)]) {
        let mut write = self.app().table.write::<()>();
        for (person, user) in new {
            let owner = EmailOwner { email: user.email.clone(), person_id: user.person_id };
            write = write.create(person, ()).put(&owner).create(user, ()).put(&self.context(user));
        }
        let drivers = new.iter().filter(|(_, user)| user.is_active_driver()).count();
        let counts = Change::of(keys::account(account(of)))
            .count("seats_used", new.len())
            .count("active_drivers", drivers);
        write.change(counts, Condition::Present, ()).run().await.expect("users");
    }

    /// Somebody who manages a company, signed in.
    pub async fn manager(&self, of: &Company, scope: Scope) -> Caller {
        let caller = self.sign_in(&format!("manager{}@example.com", number())).await;
        self.manage(&caller, of, scope).await;
        caller
    }

    /// Makes somebody a manager of a company too: they are invited and accept.
    pub async fn manage(&self, who: &Caller, of: &Company, scope: Scope) {
        let invited = self.invite_manager(of, &who.email, scope).await;
        let body = json!({ "token": invitation_token(&invited) });
        who.post("/v1/invitations/accept", body).await.expect(200);
    }

    /// Invites somebody to look after a company, as its holder does.
    pub async fn invite_manager(&self, of: &Company, email: &str, scope: Scope) -> Value {
        let body = json!({ "email": email, "scope": scope });
        of.holder.post(&format!("{}/managers", of.path), body).await.expect(201)
    }

    /// A group of a company.
    pub async fn group(&self, of: &Company, name: &str) -> GroupId {
        self.group_of(of, name, &[]).await
    }

    /// Puts a user into a group, or takes them out.
    pub async fn put_into_group(&self, of: &Company, who: &Member, group: GroupId, inside: bool) {
        let path = format!("{}/groups/{group}/members", of.path);
        if inside {
            of.holder.post(&path, json!({ "user_ids": [who.user.to_string()] })).await.expect(200);
        } else {
            of.holder.delete(&format!("{path}/{}", who.user)).await.expect(204);
        }
    }

    /// Enrols a user of a company in a course.
    pub async fn enrol(
        &self,
        of: &Company,
        who: &Member,
        course: &Value,
        window: Window,
    ) -> String {
        let enrolment = Enrolment {
            account_id: account(of),
            person_id: who.person,
            user_id: who.user,
            course_id: text(&course["id"]).parse::<CourseId>().expect("a course"),
            enrolment_id: EnrolmentId::new(self.app().clock.precise()),
            licence: false,
            window,
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
        self.app().table.write::<()>().create(&enrolment, ()).run().await.expect("an enrolment");
        enrolment.enrolment_id.to_string()
    }

    /// A new group of a company, with these users in it.
    pub async fn group_of(&self, of: &Company, name: &str, members: &[&Member]) -> GroupId {
        let groups = format!("{}/groups", of.path);
        let group = of.holder.post(&groups, json!({ "name": name })).await.expect(201);
        let members: Vec<_> = members.iter().map(|member| member.user).collect();
        for some in members.chunks(MOST_ROWS) {
            let path = format!("{groups}/{}/members", text(&group["id"]));
            of.holder.post(&path, json!({ "user_ids": some })).await.expect(200);
        }
        text(&group["id"]).parse().expect("a group")
    }

    /// Access that is open now, without a due date and without an end.
    pub fn open_window(&self) -> Window {
        Window { starts_at: self.now(), due_at: None, access_until: None }
    }

    fn app(&self) -> &App {
        self.stack().app()
    }

    fn context(&self, user: &User) -> Context {
        Context {
            person_id: user.person_id,
            account_id: user.account_id,
            role: user.role,
            user_id: Some(user.user_id),
            manager_id: None,
            scope: None,
            via: None,
            labels: vec![],
            firm_labels: vec![],
            last_used_at: self.now(),
        }
    }
}

/// What stands behind the `#` of an open invitation's address.
#[track_caller]
pub fn invitation_token(manager: &Value) -> &str {
    text(&manager["url"]).split_once('#').expect("a token").1
}

fn account(of: &Company) -> AccountId {
    of.id.parse().expect("an account")
}

/// What a field that is a text says.
#[track_caller]
pub fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// A time as the API writes it.
#[track_caller]
pub fn time(value: &Value) -> Timestamp {
    text(value).parse().expect("a time")
}
