//! Requests for sign-in mails, and what is known of the sign-ins of an address.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::{AttemptId, Email, NetPrefix};

/// How long a link and a code are good for.
pub const GOOD_FOR_SECONDS: i64 = 15 * 60;
/// How many wrong codes end an attempt's code.
pub const CODE_TRIES: u32 = 5;

/// An attempt to sign in: a request that was mailed. Wrong codes end its code, and nothing else.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// Which: link and code are made from it and the address.
    pub attempt: AttemptId,
    /// The address that it was mailed to.
    pub email: Email,
    /// How often somebody had signed in with the address when it was mailed. Once that is not so
    /// any more the attempt is over, used or not.
    pub round: u32,
    /// When link and code end.
    pub expires_at: Timestamp,
    /// How many codes were tried. Less than [`CODE_TRIES`] is the condition for trying one.
    pub tries: u32,
}

impl Entity for SignIn {
    const KIND: &'static str = "sign_in";

    fn key(&self) -> Key {
        keys::sign_in(self.attempt)
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.expires_at.as_second())
    }
}

/// How often somebody has signed in with an address by mail. Its not having changed is the
/// condition under which an attempt is used, so that using one ends all of the address.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignedIn {
    /// The address.
    pub email: Email,
    /// How often; absent before the first time.
    pub round: u32,
}

impl Entity for SignedIn {
    const KIND: &'static str = "signed_in";

    fn key(&self) -> Key {
        keys::signed_in(&self.email)
    }
}

/// The sign-in mails of late to a mailbox from devices that are not known for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignInMails {
    /// The mailbox: the address without what stands behind its `+`.
    pub mailbox: Email,
    /// Those of the last [`GOOD_FOR_SECONDS`], oldest first.
    pub mailed: Vec<Mailed>,
    /// Until when they take up room: twelve minutes each, one after the other.
    pub taken_until: Timestamp,
    /// Counts mails: the condition under which of two at once one is sent.
    pub version: u64,
}

/// One mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailed {
    /// When.
    pub at: Timestamp,
    /// From where it was asked for, if that is known.
    pub from: Option<NetPrefix>,
}

impl Entity for SignInMails {
    const KIND: &'static str = "sign_in_mails";

    fn key(&self) -> Key {
        keys::sign_in_mails(&self.mailbox)
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.taken_until.as_second() + GOOD_FOR_SECONDS)
    }
}

/// How many mails a mailbox gets from one place within [`GOOD_FOR_SECONDS`].
const FROM_A_PLACE: usize = 5;
/// How many it gets from all places together at once; then one more for each
/// [`SECONDS_FOR_ONE`]. That is less than a link is good for, so that whoever floods a mailbox
/// leaves a link in it that works, and its owner signs in by that.
const AT_ONCE: i64 = 5;
/// After how long there is room for one more.
const SECONDS_FOR_ONE: i64 = 12 * 60;

impl SignInMails {
    /// Those of a mailbox that got none.
    pub fn none(mailbox: Email) -> Self {
        Self { mailbox, mailed: vec![], taken_until: Timestamp::UNIX_EPOCH, version: 0 }
    }

    /// With one more, if there is room for it.
    pub fn one_more(mut self, from: Option<NetPrefix>, now: Timestamp) -> Option<Self> {
        let age = |at: Timestamp| now.as_second() - at.as_second();
        self.mailed.retain(|mailed| age(mailed.at) < GOOD_FOR_SECONDS);
        let from_there = self.mailed.iter().filter(|mailed| mailed.from == from).count();
        let taken_until = self.taken_until.max(now);
        if from_there >= FROM_A_PLACE || -age(taken_until) > (AT_ONCE - 1) * SECONDS_FOR_ONE {
            return None;
        }
        self.mailed.push(Mailed { at: now, from });
        let one = SignedDuration::from_secs(SECONDS_FOR_ONE);
        self.taken_until = taken_until.saturating_add(one).unwrap_or(taken_until);
        self.version += 1;
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mails() -> SignInMails {
        SignInMails::none(Email::parse("ann@example.com").unwrap())
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn place(number: u8) -> Option<NetPrefix> {
        NetPrefix::of([203, 0, number, 1].into())
    }

    proptest! {
        #[test]
        fn however_and_from_wherever_it_is_asked_a_mailbox_gets_few_and_is_never_without_a_good_link(
            asked in proptest::collection::vec((0..120_i64, 0..100_u8), 1..600),
        ) {
            let (mut mails, mut now, mut sent) = (mails(), 0, vec![]);
            for (later, from) in asked {
                now += later;
                match mails.clone().one_more(place(from), at(now)) {
                    Some(more) => {
                        mails = more;
                        sent.push(now);
                    }
                    None => {
                        let newest = sent.last().copied().unwrap_or(i64::MIN);
                        prop_assert!(now - newest < SECONDS_FOR_ONE, "no link, and no room");
                    }
                }
                let hour = sent.iter().filter(|at| now - **at < 3_600).count();
                prop_assert!(hour <= 10, "{hour} in an hour");
            }
        }
    }

    #[test]
    fn five_are_sent_at_once_and_one_more_later() {
        let mut mails = mails();
        for _ in 0..5 {
            mails = mails.one_more(place(1), at(0)).unwrap();
        }
        assert!(mails.clone().one_more(place(1), at(GOOD_FOR_SECONDS - 1)).is_none());
        assert!(mails.clone().one_more(place(2), at(SECONDS_FOR_ONE - 1)).is_none());
        assert!(mails.clone().one_more(place(2), at(SECONDS_FOR_ONE)).is_some());
        assert!(mails.one_more(place(1), at(GOOD_FOR_SECONDS)).is_some());
    }
}
