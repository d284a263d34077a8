//! An account's own words in the mail that invites a user.

use serde::{Serialize, Serializer};

use super::line::one_line;
use crate::domain::invitation_text::{InvitationText, Part, Placeholder, Values};

/// The most characters of a subject once its values are in it.
const SUBJECT_CHARACTERS: usize = 250;

/// An invitation: the account's text, and what its placeholders stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The text.
    pub text: InvitationText,
    /// The values.
    pub values: Values,
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
    button: Option<String>,
    lines: Vec<Line>,
}

/// A line that may have links.
type Line = Vec<Piece>;

#[derive(Debug, Clone, Serialize)]
struct Piece {
    text: String,
    is_link: bool,
}

impl Serialize for Invitation {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let subject = text_of(&self.pieces(self.text.subject.parts()));
        let lines = lines(self.pieces(self.text.body.parts()));
        Written {
            subject: subject.chars().take(SUBJECT_CHARACTERS).collect(),
            lines: lines.iter().map(|line| text_of(line)).collect(),
            paragraphs: lines.split(is_blank).filter_map(paragraph).collect(),
        }
        .serialize(to)
    }
}

impl Invitation {
    /// The text with its values, each on one line so that a name adds no line of its own.
    fn pieces(&self, parts: &[Part]) -> Line {
        let piece = |part: &Part| match part {
            Part::Text(text) => Piece { text: text.clone(), is_link: false },
            Part::Placeholder(placeholder) => Piece {
                text: one_line(&self.values.of(*placeholder)),
                is_link: *placeholder == Placeholder::ActivationLink,
            },
        };
        parts.iter().map(piece).collect()
    }
}

/// Cuts a text at its line breaks.
fn lines(pieces: Line) -> Vec<Line> {
    let mut lines = vec![];
    let mut line = Line::new();
    for Piece { text, is_link } in pieces {
        for (number, text) in text.split('\n').enumerate() {
            if number > 0 {
                lines.push(std::mem::take(&mut line));
            }
            let text = text.strip_suffix('\r').unwrap_or(text).to_owned();
            line.push(Piece { text, is_link });
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
        (Some(piece), None) if piece.is_link => Some(piece.text.clone()),
        _ => None,
    };
    Some(Paragraph { button, lines: lines.to_vec() })
}

fn text_of(line: &[Piece]) -> String {
    line.iter().map(|piece| piece.text.as_str()).collect()
}

fn is_blank(line: &Line) -> bool {
    line.iter().all(|piece| piece.text.trim().is_empty())
}
