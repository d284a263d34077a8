//! Callers who are signed in: by the code in their mail, as people are, or without it, where a test
//! is about what comes after.

use functions::sign_in::session_creation::LASTS;
use jiff::Timestamp;
use serde_json::{Value, json};
use shared::{
    domain::{Email, PersonId, SignInId},
    seal::token::SessionToken,
    table::{
        Change, Condition, keys,
        person::{EmailOwner, Person, Session},
    },
};

use crate::{Caller, Service, service::OPERATOR, standing::Member};

impl Service {
    /// Asks for a sign-in mail; the attempt, with the code that was mailed.
    pub async fn proof(&self, email: &str) -> Value {
        let asked = self.anonymous().post("/v1/sign-in", json!({ "email": email })).await;
        let attempt = asked.expect(202)["attempt"].clone();
        json!({ "attempt": attempt, "code": self.mailed_code(email).await })
    }

    /// Signs somebody in as people do: by the code that is mailed.
    pub async fn sign_in_by_mail(&self, email: &str) -> Caller {
        let (anonymous, body) = (self.anonymous(), self.proof(email).await);
        let answer = anonymous.post("/v1/sign-in/confirm", body).await.expect(200);
        let mut caller = anonymous.with_token(answer["token"].as_str().expect("a token"));
        caller.email = email.to_owned();
        caller
    }

    /// Somebody who has signed in, for the first time or again; no mail was sent for it.
    pub async fn sign_in(&self, email: &str) -> Caller {
        let (app, address) = (self.stack().app(), Email::parse(email).expect("an address"));
        let owner: Option<EmailOwner> =
            app.table.get(&keys::email(&address)).await.expect("the table");
        let write = app.table.write::<()>();
        let (person_id, write) = match owner {
            Some(EmailOwner { person_id, .. }) => {
                let seen =
                    Change::of(keys::person(person_id)).set("last_sign_in_at", app.clock.now());
                (person_id, write.change(seen, Condition::Present, ()))
            }
            None => {
                let person_id = PersonId::new(app.clock.precise());
                let mut person = Person::new(person_id, address.clone());
                person.last_sign_in_at = Some(app.clock.now());
                let owner = EmailOwner { email: address.clone(), person_id };
                (person_id, write.create(&owner, ()).create(&person, ()))
            }
        };
        let token = SessionToken::new(person_id);
        let session = session(person_id, address, &token, app.clock.precise());
        write.put(&session).run().await.expect("a sign-in");
        self.shows(&token, email)
    }

    /// A user of a company who has signed in; no mail was sent for it.
    pub async fn signed_in(&self, who: &Member) -> Caller {
        let app = self.stack().app();
        let token = SessionToken::new(who.person);
        let address = Email::parse(&who.email).expect("an address");
        let session = session(who.person, address, &token, app.clock.precise());
        app.table.write::<()>().put(&session).run().await.expect("a sign-in");
        self.shows(&token, &who.email)
    }

    /// The operator.
    pub async fn operator(&self) -> Caller {
        self.sign_in(OPERATOR).await
    }

    /// Who shows the token of a sign-in with this address.
    pub(crate) fn shows(&self, token: &SessionToken, email: &str) -> Caller {
        let mut caller = self.anonymous().with_token(&token.expose());
        caller.email = email.to_owned();
        caller
    }
}

/// What is stored of a sign-in at this moment, which is told from others by more than its second.
pub fn session(person_id: PersonId, email: Email, token: &SessionToken, at: Timestamp) -> Session {
    let now = Timestamp::from_second(at.as_second()).expect("a time");
    Session {
        person_id,
        email,
        hash: token.hash(),
        sign_in_id: SignInId::new(at),
        device: "unknown device".into(),
        created_at: now,
        last_used_at: now,
        expires_at: now + LASTS,
    }
}
