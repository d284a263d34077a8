//! Files that come with mails.

/// A file that comes with a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The file's name.
    pub name: String,
    /// What it is, as a media type.
    pub content_type: String,
    /// What is in it: text, in UTF-8.
    pub content: String,
}
