//! What mails say where an account has no text of its own.

use super::{MailKind, MailText};

impl MailKind {
    /// The text of an account that has none of its own.
    pub fn default_text(self) -> MailText {
        let (subject, body) = match self {
            Self::Invitation => INVITATION,
            Self::ManagerInvitation => MANAGER_INVITATION,
            Self::CourseAssigned => COURSE_ASSIGNED,
            Self::CourseReminder => COURSE_REMINDER,
            Self::TrainingSession => TRAINING_SESSION,
            Self::Code => CODE,
        };
        MailText { subject: subject.to_owned().into(), body: body.to_owned().into() }
    }
}

const INVITATION: (&str, &str) = (
    "Your invitation to {{ account_name }}",
    "\
Hello {{ user_name }},

{{ inviter }} has invited you to join {{ account_name }} on Codriver, where you take driver \
training courses and see your results.

Activate your account here:

{{ activation_link }}

The link works until {{ expires_on }} and is meant for {{ user_email }} only, so please do not \
pass it on.

You did not expect this invitation? Then you can ignore this e-mail.

Welcome aboard!
{{ account_name }}
",
);

const MANAGER_INVITATION: (&str, &str) = (
    "{{ account_name }} invites you to be its manager",
    "\
Hello,

{{ account_name }} invites you to be its manager on Codriver: to follow its drivers' courses and \
results, together with those of your other clients.

Open this invitation:

{{ invitation_link }}

It is for {{ user_email }} only and does not expire. Sign in with this address, then accept or \
decline.

Whoever holds an account of their own needs a separate e-mail address to manage others.

{{ account_name }}
",
);

const COURSE_ASSIGNED: (&str, &str) = (
    "Your course {{ course_title }}",
    "\
Hello {{ user_name }},

{{ account_name }} has given you the course \"{{ course_title }}\".

You can take it from {{ starts_on }}.
Please complete it by {{ due_on }}.

Sign in with {{ user_email }} to take it:

{{ sign_in_link }}

Enjoy the course!
{{ account_name }}
",
);

const COURSE_REMINDER: (&str, &str) = (
    "{{ headline }}: {{ course_title }}",
    "\
Hello {{ user_name }},

{{ news }}

Please complete it by {{ due_on }}.

Sign in with {{ user_email }} to go on:

{{ sign_in_link }}

{{ account_name }}
",
);

const TRAINING_SESSION: (&str, &str) = (
    "{{ headline }}: {{ session_title }}",
    "\
Hello {{ user_name }},

{{ news }}

{{ session_title }}
Course: {{ course_title }}
When: {{ when }}
Where: {{ place }}

{{ attachment }}

{{ account_name }}
",
);

const CODE: (&str, &str) = (
    "{{ account_name }} sent you a code for the course {{ course_title }}",
    "\
Hello {{ user_name }},

{{ account_name }} has sent you a code for the course \"{{ course_title }}\":

Code: {{ code }}

Use it here:

{{ redeem_link }}

The course is then open to you for {{ days }}. Take your time: the days only start when you use \
the code. It works once, so please keep it to yourself.

Enjoy the course!
{{ account_name }}
",
);
