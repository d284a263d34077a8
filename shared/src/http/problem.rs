//! Errors as clients see them: RFC 9457 problems, each with a stable code.

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
    ($($name:ident = $status:literal $code:literal $title:literal;)*) => {
        /// Every error code of the API, with its status and title.
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
        }
    };
}

codes! {
    MalformedRequest = 400 "malformed_request" "The request is not well-formed.";
    Unauthenticated = 401 "unauthenticated" "Sign in first.";
    SignInFailed = 401 "sign_in_failed" "This link or code does not work, or no longer.";
    Forbidden = 403 "forbidden" "This is not for you to do.";
    NotAReseller = 403 "not_a_reseller" "Only resellers can do this.";
    InvitationForAnotherAddress = 403 "invitation_for_another_address" "This invitation is for another e-mail address.";
    NotFound = 404 "not_found" "There is nothing here.";
    UnknownCode = 404 "unknown_code" "There is no such code.";
    MethodNotAllowed = 405 "method_not_allowed" "This path does not take this method.";
    AccountNameTaken = 409 "account_name_taken" "Another company has this name.";
    AlreadyAccountHolder = 409 "already_account_holder" "You hold an account already; use a separate e-mail address for another.";
    ManagerCannotHoldAccount = 409 "manager_cannot_hold_account" "Who manages accounts cannot hold one; use a separate e-mail address for it.";
    AccountHolderCannotManage = 409 "account_holder_cannot_manage" "Who holds an account cannot manage others; use a separate e-mail address for it.";
    AlreadyAManager = 409 "already_a_manager" "This address manages the account already, or is invited to.";
    AlreadyAUser = 409 "already_a_user" "This address is a user of the account already, or is invited to be.";
    SeatLimitReached = 409 "seat_limit_reached" "The account's plan has no seat left.";
    AlreadyActive = 409 "already_active" "This invitation was activated already.";
    GroupNameTaken = 409 "group_name_taken" "Another group of the account has this name.";
    HolderCannotLeave = 409 "holder_cannot_leave" "Who holds an account cannot leave it; hand it over first.";
    HolderCannotBeRemoved = 409 "holder_cannot_be_removed" "Who holds an account cannot be removed from it; hand it over first.";
    DriverUnavailable = 409 "driver_unavailable" "The driver is on another route at that time.";
    DriverNotAssignable = 409 "driver_not_assignable" "A driver could not be assigned now.";
    AccessEnded = 409 "access_ended" "Access to this course has ended.";
    NotOpenYet = 409 "not_open_yet" "This course has not opened yet.";
    CodeAlreadyUsed = 409 "code_already_used" "This code was used already.";
    CodeVoided = 409 "code_voided" "This code was voided.";
    RequestInProgress = 409 "request_in_progress" "The first request with this key is still running.";
    StaleVersion = 412 "stale_version" "It was changed since you read it.";
    PayloadTooLarge = 413 "payload_too_large" "The request is larger than 1 MB.";
    UnsupportedMediaType = 415 "unsupported_media_type" "This kind of content is not taken here.";
    InvalidInput = 422 "invalid_input" "Some values are not right.";
    MistypedCode = 422 "mistyped_code" "This code has a typing mistake.";
    IdempotencyKeyReused = 422 "idempotency_key_reused" "This key was used for another request.";
    TooManyRequests = 429 "too_many_requests" "This was done too often.";
    InternalError = 500 "internal_error" "Something went wrong here.";
    Unavailable = 503 "unavailable" "The service is busy; try again.";
    NoLicence = 409 "no_licence" "No licence of this course is left.";
    BatchExhausted = 409 "batch_exhausted" "No unused code is left in this batch.";
    NotRedeemable = 409 "not_redeemable" "Nothing can be redeemed for this address.";
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
            r#type: "about:blank".into(),
            title: self.code.title().into(),
            status: self.code.status(),
            detail,
            code: self.code.as_str().into(),
            errors: self.errors.iter().take(MOST_ERRORS).cloned().collect(),
        }
    }
}

/// A problem as JSON.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct ProblemBody {
    /// `about:blank`: the code says more.
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
        if self.code == Code::Unauthenticated {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        answer.extensions_mut().insert(Outcome { code: self.code, cause: self.cause });
        answer
    }
}
