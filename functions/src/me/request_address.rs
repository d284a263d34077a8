//! Asks for another address: a code is mailed there, and the older one is told. Nothing changes before
//! the code comes back: `confirm_address`.
//!
//! Whether the new address is somebody's is never told: the answer and what is written are the same,
//! but of such an attempt no code is right, and the mail there has none. So it is for the operator's,
//! whose address gives them their rights, even while it is nobody's.
//!
//! | rule | condition in the write |
//! |---|---|
//! | a person asks a few times an hour | their count leaves room |
//! | a mailbox gets a few such mails an hour, from whomever (51) | its count leaves room; where it has none the attempt is made in vain, and nothing is mailed there |
//!
//! The mailbox's room is none of that for sign-in mails, so nobody is kept from signing in by it.

use deserr::Deserr;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{AttemptId, Email, FieldErrors, Invalid, MailId},
    http::{Call, Person, Problem, reply::Begun},
    table::{
        Attempts, Items, Key, Write, WriteError,
        address_change::AddressChange,
        keys,
        limit::{ADDRESS_CHANGES, ADDRESS_PROOFS},
        mail::{Content, Mail},
        person::Person as PersonItem,
    },
};

/// The address that is wanted.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "AddressInput")]
pub struct Input {
    /// Where the code goes.
    email: Email,
}

/// What goes with the code that is mailed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AddressAttempt")]
pub struct Output {
    /// The attempt that the mailed code is good for.
    attempt: AttemptId,
}

/// Asks for another address.
pub async fn request_address(call: Call<Person, Input>) -> Result<Begun<Output>, Problem> {
    let (app, person, to) = (&call.app, &call.who.person, &call.body.email);
    if *to == person.email {
        let same = Invalid::new("unchanged", "This is your address already.");
        return Err(Problem::field("email", same));
    }
    let attempt = AttemptId::new(app.clock.precise());
    let request = Request { app, attempt, person, to, device: call.peer.device() };
    let attempts = Attempts::begin();
    while attempts.go_on() {
        let found = app.table.get_many(request.keys()).await?;
        match request.write(&found)?.run().await {
            Ok(()) => return Ok(Begun(Output { attempt })),
            // The next look tells what room is left.
            Err(WriteError::Refused((), _)) => {}
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a count kept changing"))
}

/// A request for another address.
struct Request<'a> {
    app: &'a App,
    attempt: AttemptId,
    person: &'a PersonItem,
    to: &'a Email,
    device: String,
}

impl Request<'_> {
    fn asking(&self) -> String {
        self.person.person_id.to_string()
    }

    fn mailbox(&self) -> String {
        self.to.mailbox().to_string()
    }

    /// Whose the address is, and what room there is.
    fn keys(&self) -> [Key; 3] {
        let rooms = (ADDRESS_CHANGES.key(&self.asking()), ADDRESS_PROOFS.key(&self.mailbox()));
        [keys::email(self.to), rooms.0, rooms.1]
    }

    /// The attempt, the room that it takes, and the mails to both addresses.
    fn write(&self, found: &Items) -> Result<Write<'_, ()>, Problem> {
        let now = self.app.clock.now();
        let (asking, mailbox) = (self.asking(), self.mailbox());
        let asked = found.get(&ADDRESS_CHANGES.key(&asking))?;
        let mailed = found.get(&ADDRESS_PROOFS.key(&mailbox))?;
        let is_taken = found.has(&keys::email(self.to)) || *self.to == self.app.settings.operator;
        let has_room = ADDRESS_PROOFS.has_room(mailed.as_ref(), now).is_ok();
        let change = AddressChange::asked(self.attempt, self.person, self.to.clone(), now);
        let change = if is_taken || !has_room { change.in_vain() } else { change };
        let told = Content::AddressChangeAsked { device: self.device.clone(), at: now };
        let told = Mail::personal(self.mail_id(), self.person, told, now);
        let write = self.app.table.write().create(&change, ()).put(&told);
        let write = ADDRESS_CHANGES.one_more_in(write, &asking, asked.as_ref(), now, ())?;
        if !has_room {
            return Ok(write);
        }
        let says = match is_taken {
            true => Content::AddressTaken,
            false => Content::AddressProof { attempt: self.attempt },
        };
        let mail = Mail::to_reader(self.mail_id(), self.to.clone(), says, now);
        Ok(ADDRESS_PROOFS.more_in(write, &mailbox, mailed.as_ref(), 1, now, ()).put(&mail))
    }

    fn mail_id(&self) -> MailId {
        MailId::new(self.app.clock.precise())
    }
}
