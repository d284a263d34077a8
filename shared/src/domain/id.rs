//! Identifiers: a prefix that tells the kind, and a ULID.

use std::{fmt, str::FromStr};

use ulid::Ulid;

use super::Invalid;

/// The text is not an identifier of the kind that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a well-formed identifier of this kind")]
pub struct MalformedId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Ulid);

        impl $name {
            /// What the identifier's text begins with.
            pub const PREFIX: &'static str = $prefix;

            /// A new identifier, made at `at` with 80 random bits.
            pub fn new(at: jiff::Timestamp) -> Self {
                Self(fresh_ulid(at))
            }

            /// The identifier around a ULID that is known already.
            pub const fn from_ulid(ulid: Ulid) -> Self {
                Self(ulid)
            }

            /// The ULID without its prefix.
            pub const fn ulid(self) -> Ulid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", Self::PREFIX, self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            fn from_str(text: &str) -> Result<Self, MalformedId> {
                parse_ulid(text, Self::PREFIX).map(Self)
            }
        }

        impl $name {
            fn parse(text: &str) -> Result<Self, Invalid> {
                text.parse().map_err(|_| Invalid::not_found())
            }
        }

        // A reference that is malformed names nothing, so it answers as an unknown one does.
        $crate::written_as_text!($name, {
            "type": "string",
            "pattern": concat!("^", $prefix, "[0-7][0-9A-HJKMNP-TV-Z]{25}$"),
        });
    )*};
}

ids! {
    /// A human with one e-mail address.
    PersonId = "per_";
    /// A company, or the own account of one driver.
    AccountId = "acc_";
    /// A person's membership of one account.
    UserId = "usr_";
    /// A person's right to look after an account.
    ManagerId = "mgr_";
    /// A named set of users of one account.
    GroupId = "grp_";
    /// A course of the catalogue.
    CourseId = "crs_";
    /// A module of a course.
    ModuleId = "mod_";
    /// A driver's access to a course.
    EnrolmentId = "enr_";
    /// What a completed round of a course leaves.
    RecordId = "rec_";
    /// A purchase of licences or codes.
    OrderId = "ord_";
    /// What a reseller pre-bought in one order of codes.
    BatchId = "bat_";
    /// A dated piece of work of an account.
    RouteId = "rte_";
    /// A dated, led event with attendees.
    TrainingSessionId = "ses_";
    /// A person's own invitation URL.
    InviteUrlId = "ivu_";
    /// A report link.
    LinkId = "lnk_";
    /// A key for an account's own programs.
    ApiKeyId = "key_";
    /// An entry of the audit trail.
    EventId = "evt_";
    /// A mail that is owed or was sent.
    MailId = "mai_";
    /// A request for a sign-in mail.
    AttemptId = "att_";
    /// A sign-in that lasts.
    SignInId = "sin_";
}

/// How many of a ULID's 80 random bits say when in its millisecond it was made, in nanoseconds: what
/// is made one after the other sorts so, however fast (RFC 9562, section 6.2, method 3).
const WITHIN_A_MILLISECOND: u32 = 20;

fn fresh_ulid(at: jiff::Timestamp) -> Ulid {
    let mut random = [0u8; 16];
    // Without randomness from the system nothing here can be trusted: stop.
    getrandom::fill(&mut random).expect("the system's random source answers");
    let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
    let nanos = at.as_nanosecond().rem_euclid(1_000_000).unsigned_abs();
    let random = u128::from_be_bytes(random) >> (48 + WITHIN_A_MILLISECOND);
    Ulid::from_parts(millis, nanos << (80 - WITHIN_A_MILLISECOND) | random)
}

fn parse_ulid(text: &str, prefix: &str) -> Result<Ulid, MalformedId> {
    let rest = text.strip_prefix(prefix).ok_or(MalformedId)?;
    let ulid = Ulid::from_string(rest).map_err(|_| MalformedId)?;
    // The ULID reader forgives case and look-alikes; an identifier has one spelling.
    (ulid.to_string() == rest).then_some(ulid).ok_or(MalformedId)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::UserId;

    #[test]
    fn what_is_made_later_sorts_later_within_a_millisecond_too() {
        let nanos = [0, 1, 2, 1_000, 999_999, 1_000_000, 1_000_001];
        let made = nanos.map(|nanos| {
            let at = Timestamp::from_nanosecond(1_790_000_000_000_000_000 + nanos).unwrap();
            UserId::new(at).to_string()
        });
        assert!(made.is_sorted() && made[0] != made[1], "{made:?}");
    }
}
