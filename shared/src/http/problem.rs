//! Errors as clients see them: RFC 9457 problems, each with a stable code.

use std::str::FromStr;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    domain::{
        FieldErrors, Invalid,
        invalid::{FieldError, MOST_ERRORS},
    },
    table::{StoreError, WriteError, limit::TooOften},
};

macro_rules! codes {
    ($($name:ident = $status:literal $code:literal $title:literal $advice:literal;)*) => {
        /// Every error code of the API, with its status, its title and what to do about it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $(#[doc = $title] $name,)* }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The HTTP status.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// The stable word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What it means in general.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// What to do about it.
            pub const fn advice(self) -> &'static str {
                match self { $(Self::$name => $advice,)* }
            }
        }
    };
}

codes! {
    MalformedRequest = 400 "malformed_request" "The request is not well-formed."
        "Send JSON as the API's document shows it, with the content type application/json. The detail says at which line and column reading stopped.";
    Unauthenticated = 401 "unauthenticated" "Sign in first."
        "Send Authorization: Bearer with the token of a sign-in or of an API key. A sign-in ends after 30 days, by signing out, or when it is ended elsewhere; ask for a new one with POST /v1/sign-in.";
    SignInFailed = 401 "sign_in_failed" "This link or code does not work, or no longer."
        "Ask for a new mail with POST /v1/sign-in. A link and a code work once and for 15 minutes, and five wrong codes end a code.";
    Forbidden = 403 "forbidden" "This is not for you to do."
        "Ask the account's holder or an admin for the right, or do it as somebody who has it; the API's document says who may do what. An API key needs the scope of the operation.";
    NotAReseller = 403 "not_a_reseller" "Only resellers can do this."
        "Ask the operator of the service to make the account a reseller's.";
    InvitationForAnotherAddress = 403 "invitation_for_another_address" "This invitation is for another e-mail address."
        "Sign in with the address that the invitation was sent to.";
    Refused = 403 "refused" "That account refuses this one."
        "Neither drivers can be shared with it nor its holder invited until it allows that again; only its own people can do so.";
    NotFound = 404 "not_found" "There is nothing here."
        "Check the path and its identifiers. What you may not see, or no longer, is answered as what does not exist.";
    UnknownCode = 404 "unknown_code" "There is no such code."
        "Check the code against what the reseller gave you.";
    MethodNotAllowed = 405 "method_not_allowed" "This path does not take this method."
        "Use one of the methods that the answer's Allow header names.";
    NotAcceptable = 406 "not_acceptable" "This is not answered in the way that was asked for."
        "Leave Accept out, or name one of the kinds that the detail lists.";
    AccountNameTaken = 409 "account_name_taken" "Another company has this name."
        "Choose another name. Names that people cannot tell apart count as one.";
    AlreadyAccountHolder = 409 "already_account_holder" "You hold an account already; use a separate e-mail address for another."
        "A person holds one account. Use the one you hold, hand it over first, or use a separate address.";
    ManagerCannotHoldAccount = 409 "manager_cannot_hold_account" "Who manages accounts cannot hold one; use a separate e-mail address for it."
        "Leave the accounts you manage first, or use a separate address.";
    AccountHolderCannotManage = 409 "account_holder_cannot_manage" "Who holds an account cannot manage others; use a separate e-mail address for it."
        "Hand your own account over or close it first, or have a separate address invited.";
    AlreadyAManager = 409 "already_a_manager" "This address manages the account already, or is invited to."
        "Change the manager's scope instead, or send the invitation again.";
    AlreadyAUser = 409 "already_a_user" "This address is a user of the account already, or is invited to be."
        "Change the user instead, or send the invitation again.";
    AlreadyAReseller = 409 "already_a_reseller" "The account is a reseller already."
        "Order codes: there is nothing to ask for.";
    SeatLimitReached = 409 "seat_limit_reached" "The account's plan has no seat left."
        "Remove users who are not needed any more, or ask the operator for a larger plan.";
    AlreadyActive = 409 "already_active" "This invitation was activated already."
        "Sign in: the invitation has done its work.";
    GroupNameTaken = 409 "group_name_taken" "Another group of the account has this name."
        "Choose another name, or use the group that has it.";
    HolderCannotLeave = 409 "holder_cannot_leave" "Who holds an account cannot leave it; hand it over first."
        "Hand the account over to an admin, or close it.";
    HolderCannotBeRemoved = 409 "holder_cannot_be_removed" "Who holds an account cannot be removed from it; hand it over first."
        "Hand the account over to an admin first.";
    DriverUnavailable = 409 "driver_unavailable" "The driver is on another route at that time."
        "Choose another driver or another time: a driver is on one route at a time, whoever's it is.";
    DriverNotAssignable = 409 "driver_not_assignable" "A driver could not be assigned now."
        "Take the drivers that the detail names off the route first: they left, or are not shared any more.";
    OwnDriver = 409 "own_driver" "The driver is the account's own."
        "Remove the user instead: only a driver whom another account shares is given back.";
    AccessEnded = 409 "access_ended" "Access to this course has ended."
        "Redeem another code for the course, or have it assigned again.";
    NotOpenYet = 409 "not_open_yet" "This course has not opened yet."
        "Wait until the course opens: starts_at tells when.";
    CodeAlreadyUsed = 409 "code_already_used" "This code was used already."
        "Use another code. A code opens its course once, for one person.";
    CodeVoided = 409 "code_voided" "This code was voided."
        "Ask the reseller for another code.";
    RequestInProgress = 409 "request_in_progress" "The first request with this key is still running."
        "Wait for as long as Retry-After says, and send the same request again with the same key.";
    StaleVersion = 412 "stale_version" "It was changed since you read it."
        "Read it again, see what has changed, and send your change with the new version.";
    PayloadTooLarge = 413 "payload_too_large" "The request is larger than 1 MB."
        "Send less at once: a request has at most 1 MB.";
    UnsupportedMediaType = 415 "unsupported_media_type" "This kind of content is not taken here."
        "Send one of the content types that the API's document names for the operation, not encoded.";
    InvalidInput = 422 "invalid_input" "Some values are not right."
        "Look at errors: each names a field, what is wrong with it as a code, and what is right as a sentence.";
    MistypedCode = 422 "mistyped_code" "This code has a typing mistake."
        "Type the code again: one symbol is wrong, or two are swapped. No try is counted.";
    IdempotencyKeyReused = 422 "idempotency_key_reused" "This key was used for another request."
        "Make a new key for each request; send the same key with the same body only.";
    TooManyRequests = 429 "too_many_requests" "This was done too often."
        "Wait for as many seconds as Retry-After says.";
    MailLimitReached = 429 "mail_limit_reached" "No more mails of this kind are sent today."
        "Wait for as many seconds as Retry-After says. How many people who never agreed to it an account may mail in a day grows with it; the operator can raise it.";
    InternalError = 500 "internal_error" "Something went wrong here."
        "Try again later. If it stays, tell the operator the answer's x-request-id.";
    Unavailable = 503 "unavailable" "The service is busy; try again."
        "Send the same request again after as many seconds as Retry-After says; with an Idempotency-Key it happens once.";
    NoLicence = 409 "no_licence" "No licence of this course is left."
        "Order licences of the course, or revoke some that were not started.";
    BatchExhausted = 409 "batch_exhausted" "No unused code is left in this batch."
        "Order another batch.";
    NotRedeemable = 409 "not_redeemable" "Nothing can be redeemed for this address."
        "Give the driver the code to redeem themselves, or use another address.";
}

impl Code {
    /// The page that says what to do about it. It lies beside the API wherever that is, so it is
    /// a reference to a whole path, as RFC 9457, 3.1.1 advises.
    pub fn uri(self) -> String {
        format!("/v1/problems/{}", self.as_str())
    }
}

impl FromStr for Code {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let code = Self::ALL.iter().find(|code| code.as_str() == text);
        code.copied().ok_or_else(Invalid::not_found)
    }
}

/// An error answer.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What it is.
    pub code: Code,
    /// What it is in this case, for people.
    pub detail: String,
    /// The bad fields.
    pub errors: Vec<FieldError>,
    /// In how many seconds to try again.
    pub retry_after: Option<i64>,
    /// For the log: never part of the answer.
    pub cause: Option<String>,
}

impl Problem {
    /// A problem that needs no more words than its title.
    pub fn new(code: Code) -> Self {
        Self::because(code, code.title())
    }

    /// A problem with a sentence about this case.
    pub fn because(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), errors: vec![], retry_after: None, cause: None }
    }

    /// There is nothing here, or nothing that this caller may know of.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// One field is bad.
    pub fn field(field: impl Into<String>, bad: Invalid) -> Self {
        bad.at(field).into()
    }

    /// Something that was needed did not answer.
    pub fn unavailable(cause: &str) -> Self {
        let mut problem = Self::new(Code::Unavailable);
        problem.retry_after = Some(1);
        problem.cause = Some(cause.to_owned());
        problem
    }

    /// Something is wrong here that no caller can mend.
    pub fn internal(cause: impl Into<String>) -> Self {
        let mut problem = Self::new(Code::InternalError);
        problem.cause = Some(cause.into());
        problem
    }

    /// The answer's body.
    pub fn body(&self) -> ProblemBody {
        let mut detail = self.detail.clone();
        if self.errors.len() > MOST_ERRORS {
            detail = format!("{detail} These are the first {MOST_ERRORS}; there are more.");
        }
        ProblemBody {
            r#type: self.code.uri(),
            title: self.code.title().into(),
            status: self.code.status(),
            detail,
            code: self.code.as_str().into(),
            errors: self.errors.iter().take(MOST_ERRORS).cloned().collect(),
            retry_after: self.retry_after,
        }
    }
}

/// A problem as JSON.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct ProblemBody {
    /// The page that says what to do about it, on the same host.
    pub r#type: String,
    /// What it means in general.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What it means here.
    pub detail: String,
    /// The stable word for it.
    pub code: String,
    /// The bad fields, for bad input.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// In how many seconds to try again, where that helps: also where no header can say so, in a row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<i64>,
}

impl From<FieldErrors> for Problem {
    fn from(errors: FieldErrors) -> Self {
        let mut problem = Self::new(Code::InvalidInput);
        problem.errors = errors.0;
        problem
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::unavailable(&error.0)
    }
}

impl From<TooOften> for Problem {
    fn from(too_often: TooOften) -> Self {
        let mut problem = Self::new(Code::TooManyRequests);
        problem.retry_after = Some(too_often.retry_after.max(1));
        problem
    }
}

impl Problem {
    /// No more mails are sent for now, to one receiver or on one account's behalf.
    pub fn mail_limit(too_often: TooOften) -> Self {
        let mut problem = Self::new(Code::MailLimitReached);
        problem.retry_after = Some(too_often.retry_after.max(1));
        problem
    }
}

/// Where every rule of a write is already an answer.
impl From<WriteError<Problem>> for Problem {
    fn from(error: WriteError<Problem>) -> Self {
        match error {
            WriteError::Refused(problem, _) => problem,
            WriteError::Store(error) => error.into(),
        }
    }
}

/// Where every rule of a write answers with its code.
impl From<WriteError<Code>> for Problem {
    fn from(error: WriteError<Code>) -> Self {
        match error {
            WriteError::Refused(code, _) => Self::new(code),
            WriteError::Store(error) => error.into(),
        }
    }
}

/// Left on an error answer for the log.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The problem's code.
    pub code: Code,
    /// What caused it, for the service's own people.
    pub cause: Option<String>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut answer = (status, axum::Json(self.body())).into_response();
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        answer.extensions_mut().insert(Outcome { code: self.code, cause: self.cause });
        answer
    }
}
