//! Turns a [`Message`] into subject, text and HTML.
//!
//! The templates are the product's own, compiled in once. What users typed is only ever a value in
//! them: never parsed, put on one line, and escaped where it goes into HTML. An account's own text
//! of a mail is a value too, of which the templates keep the white space.

use std::{fmt, sync::LazyLock};

use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value, context,
    escape_formatter, syntax::SyntaxConfig, value::Serde,
};

use serde::Serialize;

use super::{
    Attachment,
    line::one_line,
    message::{Message, TEMPLATES},
};

const LAYOUT: &str = "layout.html.j2";
const FOOTER: &str = "footer.txt.j2";

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
    /// What mail programs are told beside.
    pub headers: Vec<(&'static str, String)>,
}

/// What stands below a mail that its reader did not ask for.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Footer {
    /// The name of the account that caused it.
    pub account: String,
    /// The page on which its reader stops such mails.
    pub stop_url: String,
    /// The address to which a mail program posts for the same.
    pub one_click_url: String,
}

impl Footer {
    /// How mail programs offer to stop such mails with one click (RFC 8058).
    fn headers(&self) -> Vec<(&'static str, String)> {
        vec![
            ("List-Unsubscribe", format!("<{}>", self.one_click_url)),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
        ]
    }
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
    /// Writes a mail that its reader asked for.
    ///
    /// # Errors
    ///
    /// Only if a template is at fault.
    pub fn render(&self) -> Result<Rendered, RenderError> {
        self.render_above(None)
    }

    /// Writes a mail, with what stands below it.
    ///
    /// # Errors
    ///
    /// Only if a template is at fault.
    pub fn render_above(&self, footer: Option<&Footer>) -> Result<Rendered, RenderError> {
        let environment = ENVIRONMENT.as_ref().map_err(Clone::clone)?;
        let templates = self.templates();
        let values = Value::from(Serde(self));
        let render = |(name, _): (&str, &str)| environment.get_template(name)?.render(&values);

        let subject = one_line(&render(templates.subject)?);
        let mut text = render(templates.text)?;
        if let Some(footer) = footer {
            let footer = environment.get_template(FOOTER)?.render(Value::from(Serde(footer)))?;
            text = format!("{}\n\n{footer}", text.trim_end());
        }
        let content = Value::from_safe_string(render(templates.html)?.trim_end().to_owned());
        let footer_value = footer.map(|footer| Value::from(Serde(footer)));
        let values = context! { subject => &subject, content, footer => footer_value };
        let html = environment.get_template(LAYOUT)?.render(values)?;
        let headers = footer.map(Footer::headers).unwrap_or_default();
        Ok(Rendered { subject, text, html, attachments: self.attachments(), headers })
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
    environment.add_template(FOOTER, include_str!("templates/footer.txt.j2"))?;
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
