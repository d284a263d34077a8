//! Mails a sign-in link and code to any well-formed address, and never tells whether it is known.
//!
//! Who asks for mails to somebody else's address neither keeps them from signing in nor floods
//! them:
//!
//! | room for mails | is taken up by |
//! |---|---|
//! | of a known device | its own mails alone |
//! | of a mailbox | mails to it from devices that are not known, from a place and in all |
//! | of a place in the net | mails from devices that are not known, to whomever |
//! | of addresses that never signed in | the mails to all of them |
//!
//! Each is counted in the write that owes the mail, on the condition that there is room.

use deserr::Deserr;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{AttemptId, Email, FieldErrors, MailId, NetPrefix},
    http::{Anyone, Call, Problem, reply::Begun},
    table::{
        Condition, Items, Write, WriteError, keys,
        limit::{self, TooOften, first_sign_in_mails},
        mail::Mail,
        sign_in::{GOOD_FOR_SECONDS, SignIn, SignInMails, SignedIn},
    },
};

use super::known_device::KnownDevice;

/// Who wants to sign in.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// Where the link and the code go.
    email: Email,
}

/// What goes with the code that is mailed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SignInAttempt")]
pub struct Output {
    /// The attempt that the mailed code is good for.
    attempt: AttemptId,
}

/// How often a mail is tried that others get in the way of, who ask for one at the same moment.
const TRIES: usize = 12;

/// Mails a sign-in link and code. The answer is the same whether there is room for a mail or not.
pub async fn request_sign_in(call: Call<Anyone, Input>) -> Result<Begun<Output>, Problem> {
    let app = &call.app;
    let device = KnownDevice::read(app, &call.peer, &call.body.email).await?;
    let attempt = AttemptId::new(app.clock.precise());
    let request = Request { app, attempt, email: &call.body.email, device, net: call.peer.net };
    for _ in 0..TRIES {
        let found = app.table.get_many(request.keys()).await?;
        let Ok(write) = request.write(&found)? else { break };
        match write.run().await {
            Ok(()) => break,
            Err(WriteError::Refused(..)) => {}
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Ok(Begun(Output { attempt }))
}

/// A request for a mail.
struct Request<'a> {
    app: &'a App,
    attempt: AttemptId,
    email: &'a Email,
    device: Option<KnownDevice>,
    net: Option<NetPrefix>,
}

/// Where mails to addresses with which nobody ever signed in are counted.
const ALL: &str = "all";

impl Request<'_> {
    /// What tells whether there is room.
    fn keys(&self) -> Vec<shared::table::Key> {
        let mut keys = vec![keys::signed_in(self.email)];
        match &self.device {
            Some(device) => {
                keys.push(limit::SIGN_IN_MAILS_OF_DEVICE.key(&device.sign_in.to_string()));
            }
            None => {
                keys.push(keys::sign_in_mails(&self.email.mailbox()));
                keys.push(self.first_ones().key(ALL));
                let places = [limit::FIRST_SIGN_IN_MAILS_FROM, limit::SIGN_IN_MAILS_FROM];
                let net = self.net.map(|net| net.to_string());
                keys.extend(net.iter().flat_map(|net| places.map(|place| place.key(net))));
            }
        }
        keys
    }

    fn first_ones(&self) -> limit::Limit {
        first_sign_in_mails(self.app.settings.first_sign_ins_per_minute)
    }

    /// The attempt, its mail and the room that it takes; nothing if there is none.
    fn write(&self, found: &Items) -> Result<Result<Write<'_, ()>, TooOften>, Problem> {
        let now = self.app.clock.now();
        let signed_in: Option<SignedIn> = found.get(&keys::signed_in(self.email))?;
        let attempt = SignIn {
            attempt: self.attempt,
            email: self.email.clone(),
            round: signed_in.map_or(0, |signed_in| signed_in.round),
            expires_at: after(now, GOOD_FOR_SECONDS),
            tries: 0,
        };
        let mail = Mail::sign_in(MailId::new(self.app.clock.precise()), &attempt, now);
        let write = self.app.table.write().create(&attempt, ()).put(&mail);
        let settings = &self.app.settings;
        if settings.operator_mails_unlimited && *self.email == settings.operator {
            return Ok(Ok(write));
        }
        match &self.device {
            Some(device) => {
                let (room, who) = (limit::SIGN_IN_MAILS_OF_DEVICE, device.sign_in.to_string());
                let count = found.get(&room.key(&who))?;
                Ok(room.one_more_in(write, &who, count.as_ref(), now, ()))
            }
            None => self.take_room(write, found, attempt.round == 0, now),
        }
    }

    /// Takes the room of a device that is not known.
    fn take_room<'t>(
        &self,
        write: Write<'t, ()>,
        found: &Items,
        is_first: bool,
        now: Timestamp,
    ) -> Result<Result<Write<'t, ()>, TooOften>, Problem> {
        let mailbox = self.email.mailbox();
        let mails: Option<SignInMails> = found.get(&keys::sign_in_mails(&mailbox))?;
        let unchanged = mails
            .as_ref()
            .map_or(Condition::Absent, |mails| Condition::is("version", mails.version));
        let mails = mails.unwrap_or_else(|| SignInMails::none(mailbox));
        let Some(mails) = mails.one_more(self.net, now) else {
            return Ok(Err(TooOften { retry_after: GOOD_FOR_SECONDS }));
        };
        // Made-up addresses of a place leave room for those of people who are at the same.
        let place = match is_first {
            true => limit::FIRST_SIGN_IN_MAILS_FROM,
            false => limit::SIGN_IN_MAILS_FROM,
        };
        let mut rooms = vec![];
        rooms.extend(self.net.map(|net| (place, net.to_string())));
        rooms.extend(is_first.then(|| (self.first_ones(), ALL.to_owned())));
        let mut write = write.put_if(&mails, unchanged, ());
        for (room, who) in rooms {
            let count = found.get(&room.key(&who))?;
            write = match room.one_more_in(write, &who, count.as_ref(), now, ()) {
                Ok(write) => write,
                Err(too_often) => return Ok(Err(too_often)),
            };
        }
        Ok(Ok(write))
    }
}

fn after(now: Timestamp, seconds: i64) -> Timestamp {
    now.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(now)
}
