//! What stands for a value in a text.

macro_rules! placeholders {
    ($($(#[$doc:meta])* $placeholder:ident = $name:literal;)*) => {
        /// What stands for a value that is known when the mail is sent.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Placeholder { $($(#[$doc])* $placeholder,)* }

        impl Placeholder {
            /// All of them, whichever mails they are for.
            pub const ALL: &'static [Self] = &[$(Self::$placeholder),*];

            /// As it is written between the braces.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$placeholder => $name,)* }
            }

            /// What the refusal of a body without it is called.
            pub(super) const fn missing(self) -> &'static str {
                match self { $(Self::$placeholder => concat!("missing_", $name),)* }
            }
        }
    };
}

placeholders! {
    /// The link that activates a user's invitation.
    ActivationLink = "activation_link";
    /// The link to a manager's invitation.
    InvitationLink = "invitation_link";
    /// Where the reader signs in.
    SignInLink = "sign_in_link";
    /// Where a code is used.
    RedeemLink = "redeem_link";
    /// A code that opens a course.
    Code = "code";
    /// The account.
    AccountName = "account_name";
    /// The reader's name.
    UserName = "user_name";
    /// The reader's address.
    UserEmail = "user_email";
    /// Who invited.
    Inviter = "inviter";
    /// When an invitation ends.
    ExpiresOn = "expires_on";
    /// The course.
    CourseTitle = "course_title";
    /// How long a course is open.
    Days = "days";
    /// When a course opens.
    StartsOn = "starts_on";
    /// When a course is due.
    DueOn = "due_on";
    /// What happened, in a few words.
    Headline = "headline";
    /// What happened, as a sentence.
    News = "news";
    /// The training session.
    SessionTitle = "session_title";
    /// When it is held.
    When = "when";
    /// Where it is held.
    Place = "place";
    /// What the attached file is for.
    Attachment = "attachment";
}

impl Placeholder {
    /// What stands on the button that HTML shows for it, if it is a link.
    pub const fn button(self) -> Option<&'static str> {
        match self {
            Self::ActivationLink => Some("Activate your account"),
            Self::InvitationLink => Some("Open the invitation"),
            Self::SignInLink => Some("Sign in"),
            Self::RedeemLink => Some("Use the code"),
            _ => None,
        }
    }

    /// Whether it is a link, which stands alone on its line.
    pub const fn is_link(self) -> bool {
        self.button().is_some()
    }

    /// Whether who has it can do what the mail is for.
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::ActivationLink | Self::InvitationLink | Self::Code)
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|placeholder| placeholder.name() == name)
    }
}
