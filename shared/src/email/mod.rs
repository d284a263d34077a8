//! E-mail: what the product writes to people, and the sending of it through SES.
//!
//! A mail is a variant of [`Message`] and a folder of `templates/`. Rendering is pure; [`Mailer`] sends
//! what it made, [`Queues`] keep one sender's mails from holding up another's, [`Pace`] keeps a burst
//! within what SES takes a second. To add a mail: a variant and a
//! line of `mails!` in `message.rs`, three templates, a sample in `tests.rs`. One that an account words
//! is [`Worded`] and has its text in `domain/mail_text/`.

mod attachment;
mod calendar;
mod calendar_zone;
mod line;
mod message;
mod pace;
mod queue;
mod render;
mod ses;
#[cfg(test)]
mod ses_tests;
#[cfg(test)]
mod tests;
mod worded;
#[cfg(test)]
mod worded_tests;

pub use attachment::Attachment;
pub use calendar::{Entry, Party};
pub use message::{Message, RouteLine, Routed, Sharing};
pub use pace::{Pace, SENDERS};
pub use queue::{LONGEST_WAIT, Lane, Owed, Queues};
pub use render::{Footer, RenderError, Rendered};
pub use ses::{Mailer, SendEmail, SendError, Ses};
pub use worded::Worded;
