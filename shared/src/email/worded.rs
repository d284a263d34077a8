//! Mails in an account's own words, or the product's in their place.

use serde::{Serialize, Serializer};

use super::{Entry, line::one_line};
use crate::domain::mail_text::{MailText, Part, Placeholder, Values};

/// The most characters of a subject once its values are in it.
const SUBJECT_CHARACTERS: usize = 250;

/// A mail that an account words: the text, and what its placeholders stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worded {
    /// The text.
    pub text: MailText,
    /// The values.
    pub values: Values,
    /// What is attached for the reader's calendar, if anything is.
    pub entry: Option<Entry>,
}

/// What the templates are given: the text as lines, and the same as paragraphs.
#[derive(Serialize)]
struct Written {
    subject: String,
    lines: Vec<String>,
    paragraphs: Vec<Paragraph>,
}

/// Lines without a blank one between them.
#[derive(Serialize)]
struct Paragraph {
    /// The link, where it is all there is.
    button: Option<Button>,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Button {
    url: String,
    says: &'static str,
}

/// A line that may have links.
type Line = Vec<Piece>;

#[derive(Debug, Clone, Serialize)]
struct Piece {
    text: String,
    is_link: bool,
    is_code: bool,
    #[serde(skip)]
    value_of: Option<Placeholder>,
}

impl Serialize for Worded {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let lines = self.body();
        Written {
            subject: self.subject().chars().take(SUBJECT_CHARACTERS).collect(),
            lines: lines.iter().map(|line| text_of(line)).collect(),
            paragraphs: lines.split(is_blank).filter_map(paragraph).collect(),
        }
        .serialize(to)
    }
}

impl Worded {
    /// The subject: never empty, also where it consists of nothing but a value that is not there.
    fn subject(&self) -> String {
        let subject = text_of(&self.pieces(self.text.subject.parts()));
        if subject.trim().is_empty() { self.values.account_name.to_string() } else { subject }
    }

    /// The body's lines, without those that would be there for values that are not.
    fn body(&self) -> Vec<Line> {
        let mut said: Vec<Line> = vec![];
        let mut left_out = false;
        for line in lines(self.pieces(self.text.body.parts())) {
            // Of a paragraph that is left out the blank line behind it goes, too.
            let leaves_gap = left_out && is_blank(&line) && said.last().is_none_or(is_blank);
            left_out = lacks_values(&line);
            if !left_out && !leaves_gap {
                said.push(line);
            }
        }
        said
    }

    /// The text with its values, each on one line so that a name adds no line of its own.
    fn pieces(&self, parts: &[Part]) -> Line {
        let piece = |part: &Part| match part {
            Part::Text(text) => {
                Piece { text: text.clone(), is_link: false, is_code: false, value_of: None }
            }
            Part::Placeholder(placeholder) => Piece {
                text: one_line(&self.values.of(*placeholder)),
                is_link: placeholder.is_link(),
                is_code: *placeholder == Placeholder::Code,
                value_of: Some(*placeholder),
            },
        };
        parts.iter().map(piece).collect()
    }
}

/// Cuts a text at its line breaks.
fn lines(pieces: Line) -> Vec<Line> {
    let mut lines = vec![];
    let mut line = Line::new();
    for piece in pieces {
        for (number, text) in piece.text.split('\n').enumerate() {
            if number > 0 {
                lines.push(std::mem::take(&mut line));
            }
            let text = text.strip_suffix('\r').unwrap_or(text).to_owned();
            line.push(Piece { text, ..piece.clone() });
        }
    }
    lines.push(line);
    lines
}

fn paragraph(lines: &[Line]) -> Option<Paragraph> {
    if lines.is_empty() {
        return None;
    }
    let mut said = lines.iter().flatten().filter(|piece| !piece.text.trim().is_empty());
    let button = match (said.next(), said.next()) {
        (Some(piece), None) => piece.button(),
        _ => None,
    };
    Some(Paragraph { button, lines: lines.to_vec() })
}

impl Piece {
    fn button(&self) -> Option<Button> {
        let says = self.value_of?.button()?;
        Some(Button { url: self.text.clone(), says })
    }
}

fn text_of(line: &[Piece]) -> String {
    line.iter().map(|piece| piece.text.as_str()).collect()
}

fn is_blank(line: &Line) -> bool {
    line.iter().all(|piece| piece.text.trim().is_empty())
}

/// Whether a line has placeholders, and no value for any of them.
fn lacks_values(line: &Line) -> bool {
    let mut values = line.iter().filter(|piece| piece.value_of.is_some()).peekable();
    values.peek().is_some() && values.all(|value| value.text.is_empty())
}
