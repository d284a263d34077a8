//! A driver with an account.

use jiff::Timestamp;
use shared::{
    domain::{AccountId, AccountKind, AccountName, Email, PersonId, UserId},
    seal::token::SessionToken,
    table::{
        account::Account,
        person::{Holding, Person, Session},
    },
};
use tests::signing_in::session;

/// A driver who is signed in and holds an account.
pub struct Driver {
    /// What they show.
    pub token: String,
    /// Who they are.
    pub person: Person,
    /// Their sign-in.
    pub session: Session,
    /// What they hold.
    pub account: Account,
}

impl Driver {
    /// The driver of this number, signed in at this time.
    pub fn new(number: usize, now: Timestamp) -> Self {
        let email = Email::parse(&format!("driver-{number}@bench.example")).expect("an address");
        let name = AccountName::parse(email.as_str()).expect("a name");
        let account = Account::new(AccountId::new(now), AccountKind::Individual, name, now);
        let person_id = PersonId::new(now);
        let token = SessionToken::new(person_id);
        let mut person = Person::new(person_id, email.clone());
        person.holds = Some(Holding { account_id: account.account_id, user_id: UserId::new(now) });
        person.last_sign_in_at = Some(now);
        let session = session(person_id, email, &token, now);
        Self { token: token.expose(), person, session, account }
    }
}
