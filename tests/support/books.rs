//! The books: everything in the table, counted again, must agree with what is kept as counts and
//! with itself, whatever happened.

mod addresses;
mod counts;
mod firms;
mod groups;
mod managers;
mod records;
mod resellers;
mod sharing;

use std::collections::{BTreeMap, HashMap, HashSet};

use aws_sdk_dynamodb::{
    operation::scan::builders::ScanFluentBuilder,
    types::{AttributeValue, Select},
};
use jiff::Timestamp;

use shared::{
    domain::{
        AccountId, AccountKind, CourseId, EnrolmentId, MailTag, Role, UserId, UserStatus,
        enrolment::Phase,
        event::Action,
        order::{OrderKind, OrderStatus},
    },
    table::{
        Entity, Item,
        account::{Account, NameOwner},
        address_change::Readdressing,
        batch::{Batch, BatchCount, CodeStatus, UsedCode},
        client::Client,
        closed_account::ClosedAccount,
        departure::Departure,
        enrolment::{Enrolment, PastRound},
        event::Event,
        forgetting::Forgetting,
        group::{Combination, Group, GroupNameOwner, Member},
        invited::Invited,
        keys, limit,
        mail::{Content, Mail, MailStatus, Room},
        manager::Manager,
        order::Order,
        person::{Context, EmailOwner, Person, Session},
        pool::Pool,
        record::{OwnRecord, Record, UserRecord},
        reseller_request::ResellerRequest,
        tally::Tally,
        training::{Attendance, TrainingSession},
        user::{User, UserProgress},
        validity_tally::ValidityTally,
    },
};

pub use sharing::SharingBooks;

use crate::Service;

/// What lies in the table.
#[derive(Debug)]
pub struct Books {
    /// Accounts.
    pub accounts: Vec<Account>,
    /// Batches.
    pub batches: Vec<Batch>,
    /// What is left of closed accounts.
    pub closed: Vec<ClosedAccount>,
    /// Codes that were used or voided.
    pub codes: Vec<UsedCode>,
    /// Enrolments.
    pub enrolments: Vec<Enrolment>,
    /// Rounds that are over and that another follows.
    pub past_rounds: Vec<PastRound>,
    /// Entries of all trails.
    pub events: Vec<Event>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Mails.
    pub mails: Vec<Mail>,
    /// Orders.
    pub orders: Vec<Order>,
    /// People.
    pub people: Vec<Person>,
    /// Managers, and who is invited to be one.
    pub managers: Vec<Manager>,
    /// Clients of firms.
    pub clients: Vec<Client>,
    /// Shares and routes.
    pub sharing: SharingBooks,
    now: Timestamp,
    /// What is counted of batches.
    pub batch_counts: Vec<BatchCount>,
    /// Combinations of groups.
    pub combinations: Vec<Combination>,
    contexts: Vec<Context>,
    group_names: Vec<GroupNameOwner>,
    members: Vec<Member>,
    names: Vec<NameOwner>,
    owners: Vec<EmailOwner>,
    readdressings: Vec<Readdressing>,
    forgettings: Vec<Forgetting>,
    pools: Vec<Pool>,
    /// Records of accounts.
    pub records: Vec<Record>,
    /// Of which user each record of an account is.
    pub user_records: Vec<UserRecord>,
    /// Records of drivers.
    pub own_records: Vec<OwnRecord>,
    requests: Vec<ResellerRequest>,
    sessions: Vec<Session>,
    /// Tallies.
    pub tallies: Vec<Tally>,
    /// Tallies of validity.
    pub validities: Vec<ValidityTally>,
    training: Vec<TrainingSession>,
    /// Who attends which training session.
    pub attendances: Vec<Attendance>,
    /// Memberships that ended and have left something behind.
    pub departures: Vec<Departure>,
    /// Users.
    pub users: Vec<User>,
    invited: Vec<Invited>,
    progress: Vec<UserProgress>,
}

impl Service {
    /// Lets everything that follows happen, then checks the books.
    pub async fn balanced(&self) -> Books {
        self.settle().await;
        let books = self.books().await;
        books.check();
        books.check_counts();
        self.check_mails(&books);
        self.check_recount(&books).await;
        books
    }

    /// Reads the books as they are now.
    pub async fn books(&self) -> Books {
        Books::of(&self.items().await, self.now())
    }

    /// Every item of the table.
    pub async fn items(&self) -> Vec<Item> {
        let items = self.scan().into_paginator().items().send();
        items.collect::<Result<_, _>>().await.expect("the table")
    }

    /// How many items of a kind are in the table, where they are too many to be read.
    pub async fn count<E: Entity>(&self) -> usize {
        let scan = self.scan().select(Select::Count).filter_expression("entity = :kind");
        let kind = AttributeValue::S(E::KIND.into());
        let scan = scan.expression_attribute_values(":kind", kind).into_paginator().send();
        let pages: Vec<_> = scan.collect::<Result<_, _>>().await.expect("the table");
        pages.iter().map(|page| page.count as usize).sum()
    }

    fn scan(&self) -> ScanFluentBuilder {
        let table = self.stack().app().table.name();
        self.stack().dynamodb().scan().table_name(table).consistent_read(true)
    }

    /// Every mail that is owed was sent, once; but one that was no longer good when its turn came
    /// was not, and of those that are too many for a day one at most, as a digest.
    fn check_mails(&self, books: &Books) {
        let mut sent = HashMap::<String, usize>::new();
        for mail in self.stack().mailbox().mails(None) {
            for (_, id) in mail.tags.into_iter().filter(|(name, _)| name == "mail") {
                *sent.entry(id).or_default() += 1;
            }
        }
        for mail in &books.mails {
            let times = sent.get(&mail.mail_id.to_string()).copied().unwrap_or_default();
            let dropped = mail.status == MailStatus::Dropped;
            if dropped && times <= 1 && books.is_one_too_many(mail) {
                continue;
            }
            let dropped = dropped && books.is_no_longer_good(mail);
            let expected = if dropped { (MailStatus::Dropped, 0) } else { (MailStatus::Sent, 1) };
            assert_eq!((mail.status, times), expected, "{mail:?}");
        }
        for user in &books.users {
            let Some(invitation) = &user.invitation else { continue };
            let (account, user_id, number) = (user.account_id, user.user_id, invitation.number);
            let tag = MailTag::Invitation { account, user: user_id, number }.to_string();
            assert_ne!(invitation.status, MailStatus::Queued, "{user:?}");
            assert_eq!(sent.get(&tag).copied(), Some(1), "{user:?}");
        }
    }
}

impl Books {
    /// Whether what a mail carries no longer works.
    fn is_no_longer_good(&self, mail: &Mail) -> bool {
        match &mail.content {
            Content::ManagerInvitation { manager_id, .. }
            | Content::FirmInvited { manager_id, .. } => !self
                .managers
                .iter()
                .any(|one| one.manager_id == *manager_id && one.accepted_at.is_none()),
            Content::CodeSent { batch, index, .. } => {
                let voided = |one: &Batch| one.number() == *batch && one.voided_at.is_some();
                let used = |one: &UsedCode| (one.number(), one.index) == (*batch, *index);
                self.batches.iter().any(voided) || self.codes.iter().any(used)
            }
            // It was completed or revoked before its driver read of it, or another round followed.
            Content::CourseAssigned { enrolment_id, .. } => !self
                .enrolments
                .iter()
                .any(|one| one.enrolment_id == *enrolment_id && one.phase != Phase::Completed),
            _ => false,
        }
    }

    /// Whether its reader was owed more mails of its kind than are passed on in a day.
    fn is_one_too_many(&self, mail: &Mail) -> bool {
        let room = mail.content.room();
        let most = match room {
            Room::Taken => return false,
            Room::OfWork => limit::WORK_MAILS_BETWEEN.most,
            Room::OfBoth | Room::OfReceiver => limit::MAILS_TO_STRANGER.most,
        };
        let alike = self.mails.iter().filter(|one| one.to == mail.to && one.content.room() == room);
        alike.count() > most as usize
    }

    fn of(items: &[Item], now: Timestamp) -> Self {
        Self {
            sharing: SharingBooks::of(items),
            now,
            accounts: all(items),
            batches: all(items),
            closed: all(items),
            batch_counts: all(items),
            combinations: all(items),
            codes: all(items),
            enrolments: all(items),
            past_rounds: all(items),
            events: all(items),
            groups: all(items),
            group_names: all(items),
            members: all(items),
            mails: all(items),
            orders: all(items),
            people: all(items),
            managers: all(items),
            clients: all(items),
            contexts: all(items),
            names: all(items),
            owners: all(items),
            readdressings: all(items),
            forgettings: all(items),
            pools: all(items),
            records: all(items),
            user_records: all(items),
            own_records: all(items),
            requests: all(items),
            sessions: all(items),
            tallies: all(items),
            validities: all(items),
            training: all(items),
            attendances: all(items),
            departures: all(items),
            users: all(items),
            invited: all(items),
            progress: all(items),
        }
    }

    /// The entries of all trails that tell of this.
    pub fn events_of(&self, action: Action) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.action == action)
    }

    /// A user.
    #[track_caller]
    pub fn user(&self, id: UserId) -> &User {
        self.users.iter().find(|user| user.user_id == id).expect("a user")
    }

    /// How many sign-ins are alive.
    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// What one write makes must be there whole, whatever the stream's consumer has done yet.
    pub fn check(&self) {
        self.check_people();
        self.check_accounts();
        self.check_managers();
        self.check_clients();
        self.check_requests();
        self.check_enrolments();
        self.check_records();
        self.check_licences();
        self.check_orders();
        self.check_codes();
        self.check_groups();
        self.check_training();
        self.sharing.check(&self.accounts, &self.users, self.now);
    }

    /// What the stream's consumer makes must be there, once everything was consumed.
    pub fn check_counts(&self) {
        self.check_batches();
        self.check_sent();
        self.check_progress();
        self.check_tallies();
        self.check_validities();
        self.check_combinations();
        self.check_enrolled();
        self.check_answers();
        self.check_addresses();
        self.check_forgotten();
        let redeemed = self.codes.iter().filter(|code| code.status == CodeStatus::Redeemed);
        let told = self.events_of(Action::CodeRedeemed).count();
        assert_eq!(told, redeemed.count(), "the trail tells of every redemption, once");
        let made = self.events_of(Action::AccountCreated).map(|event| event.account_id);
        let made: HashSet<_> = made.collect();
        let told = self.events_of(Action::AccountCreated).count();
        let ever = self.accounts.len() + self.closed.len();
        assert_eq!((told, made.len()), (ever, ever), "accounts");
        let closed = self.closed.iter().map(|one| one.account_id);
        for account in closed.collect::<HashSet<_>>() {
            assert!(self.users.iter().all(|one| one.account_id != account), "{account}");
            assert!(self.managers.iter().all(|one| one.account_id != account), "{account}");
            assert!(self.clients.iter().all(|one| one.firm_id != account), "{account}");
            assert!(self.contexts.iter().all(|one| one.account_id != account), "{account}");
            assert!(self.enrolments.iter().all(|one| one.account_id != account), "{account}");
        }
    }

    fn check_people(&self) {
        let people: HashMap<_, _> = self.people.iter().map(|one| (one.person_id, one)).collect();
        let known = self.people.iter().filter(|person| person.forgotten_at.is_none());
        assert_eq!(self.owners.len(), known.count(), "an address is one person's");
        for owner in &self.owners {
            assert_eq!(people[&owner.person_id].email, owner.email);
        }
        for person in &self.people {
            let held = self
                .users
                .iter()
                .filter(|user| user.person_id == person.person_id && user.role == Role::Holder);
            let held: Vec<_> = held.map(|user| (user.account_id, user.user_id)).collect();
            let holds = person.holds.map(|holding| (holding.account_id, holding.user_id));
            assert_eq!(
                held,
                Vec::from_iter(holds),
                "who holds an account holds that one: {person:?}"
            );
        }
    }

    /// Who is forgotten has nothing any more.
    fn check_forgotten(&self) {
        assert!(self.forgettings.is_empty(), "{:?}", self.forgettings);
        for person in self.people.iter().filter(|person| person.forgotten_at.is_some()) {
            let id = person.person_id;
            assert!(person.name.is_none() && person.email.is_forgotten(), "{person:?}");
            assert!(self.users.iter().all(|user| user.person_id != id), "{person:?}");
            assert!(self.managers.iter().all(|manager| !manager.is_person(id)), "{person:?}");
            assert!(self.contexts.iter().all(|context| context.person_id != id), "{person:?}");
            assert!(self.invited.iter().all(|invited| invited.person_id != id), "{person:?}");
            assert!(self.sessions.iter().all(|session| session.person_id != id), "{person:?}");
            assert!(self.enrolments.iter().all(|one| one.person_id != id), "{person:?}");
        }
    }

    fn check_accounts(&self) {
        let users =
            |account: AccountId| self.users.iter().filter(move |one| one.account_id == account);
        for account in &self.accounts {
            let seats = users(account.account_id).count();
            assert_eq!(account.seats_used as usize, seats, "{account:?}");
            let drivers = users(account.account_id).filter(|user| {
                user.is_active_driver()
                    || user.role == Role::Holder && account.kind == AccountKind::Individual
            });
            assert_eq!(account.active_drivers as usize, drivers.count(), "{account:?}");
            let holders = users(account.account_id).filter(|user| user.role == Role::Holder);
            assert_eq!(holders.count(), 1, "{account:?}");
        }
        let accounts: HashSet<_> = self.accounts.iter().map(|one| one.account_id).collect();
        for user in &self.users {
            assert!(accounts.contains(&user.account_id), "{user:?}");
            let joined = user.activated_at.is_some();
            let added = user.status() == UserStatus::Added;
            assert_eq!(user.invitation.is_none(), joined || added, "{user:?}");
            assert!(!(added && user.invited_at.is_some()), "{user:?}");
            let context = keys::context(user.person_id, user.account_id);
            let contexts = self.contexts.iter().filter(|one| one.key() == context);
            let roles: Vec<_> = contexts.map(|one| (one.role, one.user_id)).collect();
            let expected = joined.then_some((user.role, Some(user.user_id)));
            assert_eq!(roles, Vec::from_iter(expected), "who has joined may act: {user:?}");
            let invited = keys::invited(user.person_id, user.account_id);
            let invited = self.invited.iter().filter(|one| one.key() == invited);
            let sides: Vec<_> = invited.map(|one| (one.role, one.user_id, one.is_added)).collect();
            let expected = (!joined).then_some((user.role, Some(user.user_id), added));
            assert_eq!(
                sides,
                Vec::from_iter(expected),
                "who has not is invited or added: {user:?}"
            );
        }
        let invited = self.invited.iter().filter(|one| one.role != Role::Manager).count();
        let contexts = self.contexts.iter().filter(|one| one.role != Role::Manager).count();
        assert_eq!(invited + contexts, self.users.len(), "both sides of memberships are there");
        let companies = self.accounts.iter().filter(|one| one.kind == AccountKind::Company);
        let companies: HashSet<_> = companies.map(|one| one.account_id).collect();
        let names = self.names.iter().filter(|name| name.free_from.is_none());
        let named: HashSet<_> = names.clone().map(|name| name.account_id).collect();
        assert_eq!((named.len(), &named), (names.count(), &companies), "names are companies'");
    }

    /// Access lasts as long as the codes say that were redeemed for it, together.
    fn check_enrolments(&self) {
        let days: HashMap<_, _> =
            self.batches.iter().map(|batch| (batch.number(), batch.duration_days)).collect();
        let mut bought = HashMap::<EnrolmentId, i64>::new();
        for code in &self.codes {
            if let Some(was) = &code.redemption {
                *bought.entry(was.enrolment_id).or_default() += i64::from(days[&code.number()]);
            }
        }
        for enrolment in &self.enrolments {
            let days = bought.remove(&enrolment.enrolment_id).unwrap_or_default();
            let window = enrolment.window;
            if enrolment.licence {
                assert_eq!(window.access_until, None, "a licence has no end: {enrolment:?}");
                continue;
            }
            let until = window.access_until.expect("an end");
            let lasts = until.duration_since(window.starts_at).as_secs();
            assert_eq!(lasts, days * 24 * 3_600, "{enrolment:?}");
        }
        let revoked = self.events_of(Action::CourseRevoked).map(|event| event.subject.id.as_str());
        let replaced = self.begun().filter_map(|event| event.changes["in_place_of"].as_str());
        let gone: HashSet<_> = revoked.chain(replaced).collect();
        bought.retain(|enrolment, _| !gone.contains(enrolment.to_string().as_str()));
        assert_eq!(bought, HashMap::new(), "a redeemed code opened what is there");
        let mut rounds = HashMap::<_, Vec<u32>>::new();
        let past = self.past_rounds.iter().map(|PastRound(past)| past);
        for one in past.chain(&self.enrolments) {
            rounds.entry(Entity::key(one)).or_default().push(one.round);
        }
        for (of, mut rounds) in rounds {
            rounds.sort_unstable();
            let each: Vec<_> = (1..).take(rounds.len()).collect();
            assert_eq!(rounds, each, "one round after the other: {of:?}");
        }
    }

    /// What the trail tells of rounds that began.
    fn begun(&self) -> impl Iterator<Item = &Event> {
        let told = self.events_of(Action::CodeRedeemed);
        let told = told.filter(|event| event.changes.contains_key("in_place_of"));
        self.events_of(Action::CourseAssigned).chain(told)
    }

    /// A licence in use is one living enrolment's, or was used up by one that had been started.
    fn check_licences(&self) {
        let mut living = HashMap::<(AccountId, CourseId), u64>::new();
        for enrolment in self.enrolments.iter().filter(|one| one.licence) {
            *living.entry((enrolment.account_id, enrolment.course_id)).or_default() += 1;
        }
        let living_in_all: u64 = living.values().sum();
        let mut used_up_in_all = 0;
        for pool in &self.pools {
            let living = living.remove(&(pool.account_id, pool.course_id)).unwrap_or_default();
            assert_eq!(pool.assigned, living + pool.used_up, "{pool:?}");
            assert!(pool.assigned <= pool.purchased, "{pool:?}");
            used_up_in_all += pool.used_up;
        }
        assert_eq!(living, HashMap::new(), "a licence is of a pool");
        let revoked = |returned: bool| {
            let revoked = self.events_of(Action::CourseRevoked);
            revoked.filter(|event| event.changes["licence_returned"] == returned).count() as u64
        };
        let followed = self.begun().filter(|event| event.changes["licence_used_up"] == true);
        let used_up = revoked(false) + followed.count() as u64;
        assert_eq!(used_up, used_up_in_all, "what was started is used up");
        let assigned: HashSet<_> =
            self.events_of(Action::CourseAssigned).map(|event| &event.subject.id).collect();
        let told = self.events_of(Action::CourseAssigned).count();
        let ever = living_in_all + used_up + revoked(true);
        assert_eq!((told as u64, assigned.len() as u64), (ever, ever), "the trail tells, once");
    }

    /// What was bought is there, once for each order.
    fn check_orders(&self) {
        let mut licences = BTreeMap::<(AccountId, CourseId), u64>::new();
        let mut batches = HashSet::new();
        for order in self.orders.iter().filter(|order| order.status == OrderStatus::Fulfilled) {
            match order.kind {
                OrderKind::Licences => {
                    let pool = licences.entry((order.account_id, order.course_id)).or_default();
                    *pool += u64::from(order.quantity);
                }
                OrderKind::Codes => {
                    let id = order.batch_id.expect("a batch");
                    let batch = self.batches.iter().find(|batch| batch.batch_id == id);
                    assert_eq!(batch.expect("its batch").quantity, order.quantity);
                    assert!(batches.insert(id), "a batch is one order's");
                }
            }
        }
        assert_eq!(batches.len(), self.batches.len(), "a batch is one order's");
        let pools =
            self.pools.iter().map(|pool| ((pool.account_id, pool.course_id), pool.purchased));
        assert_eq!(pools.collect::<BTreeMap<_, _>>(), licences);
        let told = self.events_of(Action::OrderCreated).count();
        assert_eq!(told, self.orders.len(), "the trail tells of every order, once");
    }

    /// No code is there twice, or in two mails.
    fn check_codes(&self) {
        let quantities: HashMap<_, _> =
            self.batches.iter().map(|batch| (batch.number(), batch.quantity)).collect();
        for code in &self.codes {
            assert!(code.index.get() < quantities[&code.number()], "{code:?}");
            assert_eq!(code.status == CodeStatus::Redeemed, code.redemption.is_some());
        }
        let mut sent = HashSet::new();
        for mail in &self.mails {
            if let Content::CodeSent { batch, index, .. } = &mail.content {
                assert!(sent.insert((*batch, *index)), "a code was sent twice: {mail:?}");
            }
        }
    }

    /// Both sides of every session are there and say the same: who is forgotten has none.
    fn check_training(&self) {
        let sides = self.training.iter().flat_map(|session| {
            let known = session.attendees.iter().filter(|one| !one.email.is_forgotten());
            known.map(|attendee| Attendance::of(session, attendee))
        });
        let mut sides: Vec<_> = sides.collect();
        let mut attendances = self.attendances.clone();
        sides.sort_by_key(|one| (one.session_id, one.person_id));
        attendances.sort_by_key(|one| (one.session_id, one.person_id));
        assert_eq!(attendances, sides);
    }

    /// Who is enrolled is a user.
    fn check_enrolled(&self) {
        let users: HashMap<_, _> =
            self.users.iter().map(|one| ((one.account_id, one.user_id), one.person_id)).collect();
        let past = self.past_rounds.iter().map(|PastRound(past)| past);
        for enrolment in self.enrolments.iter().filter(|one| one.licence).chain(past) {
            let user = users.get(&(enrolment.account_id, enrolment.user_id));
            assert_eq!(user, Some(&enrolment.person_id), "{enrolment:?}");
        }
    }
}

/// Every item of one kind.
fn all<E: Entity>(items: &[Item]) -> Vec<E> {
    let of_kind = |item: &&Item| {
        item.get("entity").and_then(|kind| kind.as_s().ok()).is_some_and(|kind| kind == E::KIND)
    };
    items.iter().filter(of_kind).cloned().map(|item| E::from_item(item).expect("an item")).collect()
}
