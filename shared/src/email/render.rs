//! Turns a [`Message`] into subject, text and HTML.
//!
//! The templates are the product's own, compiled in once. What users typed is only ever a value in
//! them: never parsed, put on one line, and escaped where it goes into HTML. An account's own text
//! of invitations is a value too, of which the templates keep the white space.

use std::{fmt, sync::LazyLock};

use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value, context,
    escape_formatter, syntax::SyntaxConfig, value::Serde,
};

use super::{
    Attachment,
    line::one_line,
    message::{Message, TEMPLATES},
};

const LAYOUT: &str = "layout.html.j2";

static ENVIRONMENT: LazyLock<Result<Environment<'static>, RenderError>> =
    LazyLock::new(|| environment().map_err(RenderError::from));

/// A mail ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, without control characters.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same for clients that show HTML.
    pub html: String,
    /// What comes with it.
    pub attachments: Vec<Attachment>,
}

/// Shows nothing: a mail holds secrets and names.
impl fmt::Debug for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rendered").finish_non_exhaustive()
    }
}

/// A template that does not compile or names a value that its mail does not have: a fault of the
/// product, found by the tests. It says where, and nothing of the mail's content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("template {template}, line {line}: {kind}")]
pub struct RenderError {
    template: String,
    line: usize,
    kind: ErrorKind,
}

impl From<Error> for RenderError {
    fn from(error: Error) -> Self {
        Self {
            template: error.name().unwrap_or("unknown").to_owned(),
            line: error.line().unwrap_or(0),
            kind: error.kind(),
        }
    }
}

impl Message {
    /// Writes the mail.
    ///
    /// # Errors
    ///
    /// Only if a template is at fault.
    pub fn render(&self) -> Result<Rendered, RenderError> {
        let environment = ENVIRONMENT.as_ref().map_err(Clone::clone)?;
        let templates = self.templates();
        let values = Value::from(Serde(self));
        let render = |(name, _): (&str, &str)| environment.get_template(name)?.render(&values);

        let subject = one_line(&render(templates.subject)?);
        let text = render(templates.text)?;
        let content = Value::from_safe_string(render(templates.html)?.trim_end().to_owned());
        let html =
            environment.get_template(LAYOUT)?.render(context! { subject => &subject, content })?;
        Ok(Rendered { subject, text, html, attachments: self.attachments() })
    }
}

/// All templates; an unknown name in one is an error, not an empty place.
pub(super) fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(escaping);
    environment.set_formatter(write_value);
    // All of the engine's own filters would be a twentieth of a function.
    environment.add_filter("length", |list: &Value| list.len());
    environment.set_syntax(SyntaxConfig::builder().keep_trailing_newline(true).build()?);
    environment.add_template(LAYOUT, include_str!("templates/layout.html.j2"))?;
    for mail in TEMPLATES {
        for (name, source) in [mail.subject, mail.text, mail.html] {
            environment.add_template(name, source)?;
        }
    }
    Ok(environment)
}

fn escaping(template: &str) -> AutoEscape {
    if template.ends_with(".html.j2") { AutoEscape::Html } else { AutoEscape::None }
}

/// Writes a value into a template: a string on one line, so that a name cannot add lines of its own.
fn write_value(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() => escape_formatter(out, state, &one_line(text).into()),
        _ => escape_formatter(out, state, value),
    }
}
