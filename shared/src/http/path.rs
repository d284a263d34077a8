//! The identifiers in a path, read before anything else: a malformed one names nothing.

use std::collections::BTreeMap;

use schemars::{Schema, SchemaGenerator};

use super::{Code, Problem};
use crate::domain::{
    AccountId, ApiKeyId, BatchId, CourseId, EnrolmentId, GroupId, LinkId, MailKind, ManagerId,
    OrderId, PersonId, RecordId, RouteId, SignInId, TrainingSessionId, UserId,
};

/// The identifiers of one request's path.
#[derive(Debug, Clone, Default)]
pub struct PathIds(BTreeMap<String, String>);

macro_rules! placeholders {
    ($($(#[$doc:meta])* $name:ident: $type:ty;)*) => {
        impl PathIds {
            /// Reads the values of a path's placeholders.
            pub fn read(values: impl IntoIterator<Item = (String, String)>) -> Result<Self, Problem> {
                let values: BTreeMap<_, _> = values.into_iter().collect();
                for (name, text) in &values {
                    let known = match name.as_str() {
                        $(stringify!($name) => text.parse::<$type>().is_ok(),)*
                        _ => false,
                    };
                    if !known {
                        return Err(Problem::not_found());
                    }
                }
                Ok(Self(values))
            }

            $($(#[$doc])*
            pub fn $name(&self) -> Result<$type, Problem> {
                let text = self.0.get(stringify!($name)).ok_or_else(Problem::not_found)?;
                text.parse().map_err(|_| Problem::not_found())
            })*
        }

        /// What the placeholder of a path is written like.
        pub(super) fn schema(name: &str, generator: &mut SchemaGenerator) -> Option<Schema> {
            match name {
                $(stringify!($name) => Some(generator.subschema_for::<$type>()),)*
                _ => None,
            }
        }
    };
}

placeholders! {
    /// The error code of the path.
    code: Code;
    /// The account of the path.
    account: AccountId;
    /// The batch of the path.
    batch: BatchId;
    /// The course of the path.
    course: CourseId;
    /// The enrolment of the path.
    enrolment: EnrolmentId;
    /// The group of the path.
    group: GroupId;
    /// The API key of the path.
    key: ApiKeyId;
    /// The kind of mail of the path.
    kind: MailKind;
    /// The report link of the path.
    link: LinkId;
    /// The manager of the path.
    manager: ManagerId;
    /// The order of the path.
    order: OrderId;
    /// The record of the path.
    record: RecordId;
    /// The training session of the path.
    session: TrainingSessionId;
    /// The account of the path that drivers are shared with.
    recipient: AccountId;
    /// The account of the path that is refused.
    other: AccountId;
    /// The account of the path that a firm looks after.
    client: AccountId;
    /// The person of the path.
    person: PersonId;
    /// The sign-in of the path.
    sign_in: SignInId;
    /// The route of the path.
    route: RouteId;
    /// The user of the path.
    user: UserId;
}
