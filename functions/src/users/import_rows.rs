//! The rows of an import, from CSV or JSON.
//!
//! What is wrong with the whole (its type, its header, its size) refuses the call; a wrong value
//! is its row's failure only.

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord};
use deserr::Deserr;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use shared::{
    domain::{Email, FieldErrors, GroupName, Invalid, PersonName, Phone, user::MOST_GROUPS},
    http::{
        Code, Problem,
        input::{Body, Content, Few},
    },
};

/// How many rows an import has at most.
pub const MOST_ROWS: usize = 1_000;

/// The people to invite.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Import {
    /// One for each.
    users: Few<RawRow, 1, MOST_ROWS>,
}

/// Somebody to invite, as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "UserRow")]
pub struct RawRow {
    /// Where the activation link goes.
    pub email: String,
    /// The account's own record of the name.
    #[deserr(default)]
    pub name: Option<String>,
    /// The account's own record of the phone number.
    #[deserr(default)]
    pub phone: Option<String>,
    /// Groups by name; those that are missing are made.
    #[deserr(default)]
    pub groups: Option<Vec<String>>,
}

/// The rows of an import.
pub struct Rows(pub Vec<RawRow>);

impl Body for Rows {
    fn read(content: Content) -> Result<Self, Problem> {
        match content {
            Content::Other(media, bytes) if media == "text/csv" => Ok(Self(read_csv(&bytes)?)),
            content => <Import as Body>::read(content).map(|import| Self(import.users.0)),
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        <Import as Body>::schema(generator)
    }

    fn media() -> &'static [&'static str] {
        &["application/json", "text/csv"]
    }
}

/// Reads CSV (RFC 4180) in UTF-8, with or without a byte-order mark, with any line ending. The
/// header names the columns, in any order; only `email` must be there.
fn read_csv(bytes: &[u8]) -> Result<Vec<RawRow>, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let detail = format!("The body is not UTF-8 at byte {}.", error.valid_up_to());
        Problem::because(Code::MalformedRequest, detail)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let columns = Columns::of(reader.headers().map_err(|error| unreadable(&error))?)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        rows.push(columns.row(&record)?);
        if rows.len() > MOST_ROWS {
            return Err(wrong_size(format!("An import has at most {MOST_ROWS} rows.")));
        }
    }
    if rows.is_empty() { Err(wrong_size("There is no row.".into())) } else { Ok(rows) }
}

fn wrong_size(detail: String) -> Problem {
    Problem::field("users", Invalid::new("wrong_size", detail))
}

fn unreadable(error: &csv::Error) -> Problem {
    Problem::because(Code::MalformedRequest, format!("The body is not CSV: {error}."))
}

/// Where in a record the columns stand.
struct Columns {
    email: usize,
    name: Option<usize>,
    phone: Option<usize>,
    groups: Option<usize>,
    count: usize,
}

const COLUMNS: [&str; 4] = ["email", "name", "phone", "groups"];

impl Columns {
    fn of(header: &StringRecord) -> Result<Self, Problem> {
        let names: Vec<_> = header.iter().map(|name| name.trim().to_lowercase()).collect();
        let mut errors = FieldErrors::default();
        for (place, name) in names.iter().enumerate() {
            if errors.are_too_many() {
                break;
            }
            if !COLUMNS.contains(&name.as_str()) {
                let detail = format!("The columns are {}.", COLUMNS.join(", "));
                errors = errors.and(Invalid::new("unknown_field", detail).at(name.as_str()));
            } else if names[..place].contains(name) {
                let twice = Invalid::new("repeated", "This column stands there twice.");
                errors = errors.and(twice.at(name.as_str()));
            }
        }
        let place = |wanted: &str| names.iter().position(|name| name == wanted);
        let email = place("email");
        if email.is_none() {
            let missing =
                Invalid::new("missing", "The first line names the columns; one is email.");
            errors = errors.and(missing.at("email"));
        }
        match email {
            Some(email) if errors.0.is_empty() => Ok(Self {
                email,
                name: place("name"),
                phone: place("phone"),
                groups: place("groups"),
                count: names.len(),
            }),
            _ => Err(errors.into()),
        }
    }

    /// A record as a row: cells that are missing at its end are empty, and so not there.
    fn row(&self, record: &StringRecord) -> Result<RawRow, Problem> {
        if record.len() > self.count {
            let line = record.position().map_or(0, csv::Position::line);
            let detail = format!("Line {line} has more cells than the header has columns.");
            return Err(Problem::field("users", Invalid::new("wrong_size", detail)));
        }
        let cell = |place: Option<usize>| {
            let cell = record.get(place?)?;
            (!cell.trim().is_empty()).then(|| cell.to_owned())
        };
        let groups = cell(self.groups).map(|groups| {
            let names = groups.split(';').map(str::trim).filter(|name| !name.is_empty());
            names.map(str::to_owned).collect()
        });
        Ok(RawRow {
            email: record.get(self.email).unwrap_or_default().to_owned(),
            name: cell(self.name),
            phone: cell(self.phone),
            groups,
        })
    }
}

/// A row whose values are right.
#[derive(Debug, Clone)]
pub struct Row {
    /// Where the activation link goes.
    pub email: Email,
    /// The name.
    pub name: Option<PersonName>,
    /// The phone number.
    pub phone: Option<Phone>,
    /// The groups, by their folded names.
    pub groups: Vec<GroupName>,
}

impl RawRow {
    /// Reads the values; every bad one is named.
    pub fn parse(&self, index: usize) -> Result<Row, Problem> {
        let mut errors = FieldErrors::default();
        let mut note = |field: String, bad: Invalid| {
            let all = std::mem::take(&mut errors);
            errors = all.and(bad.at(format!("users[{index}].{field}")));
        };
        let email = Email::parse(&self.email).map_err(|bad| note("email".into(), bad)).ok();
        let name = self.name.as_deref().map(PersonName::parse).transpose();
        let name = name.map_err(|bad| note("name".into(), bad)).ok().flatten();
        let phone = self.phone.as_deref().map(Phone::parse).transpose();
        let phone = phone.map_err(|bad| note("phone".into(), bad)).ok().flatten();
        let (mut groups, mut folded, mut bad_groups) = (vec![], BTreeSet::new(), 0);
        for (place, text) in self.groups.iter().flatten().enumerate() {
            match GroupName::parse(text) {
                Ok(group) if folded.insert(group.folded()) => groups.push(group),
                Ok(_) => {}
                Err(bad) => {
                    note(format!("groups[{place}]"), bad);
                    bad_groups += 1;
                }
            }
            if groups.len() + bad_groups > MOST_GROUPS {
                let detail = format!("Must be at most {MOST_GROUPS} groups.");
                note("groups".into(), Invalid::new("wrong_size", detail));
                break;
            }
        }
        match email {
            Some(email) if errors.0.is_empty() => Ok(Row { email, name, phone, groups }),
            _ => Err(errors.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*};

    use super::*;

    fn cell() -> impl Strategy<Value = String> {
        // Everything that CSV may get wrong: separators, quotes, line endings, other scripts.
        "[ -~äß李\u{1f469}\r\n\",;]{0,12}"
    }

    proptest! {
        #[test]
        fn any_table_of_texts_survives_a_round_trip(
            cells in vec((cell(), option::of(cell()), option::of(cell())), 1..20),
            mark: bool,
            crlf: bool,
        ) {
            let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
            let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(vec![]);
            writer.write_record(["phone", "email", "name"]).unwrap();
            for (email, name, phone) in &cells {
                let empty = String::new();
                let record = [phone.as_ref().unwrap_or(&empty), email, name.as_ref().unwrap_or(&empty)];
                writer.write_record(record).unwrap();
            }
            let mut bytes = if mark { "\u{feff}".as_bytes().to_vec() } else { vec![] };
            bytes.extend(writer.into_inner().unwrap());
            let filled = |cell: &Option<String>| {
                cell.clone().filter(|text| !text.trim().is_empty())
            };
            let expected: Vec<_> = cells
                .iter()
                .map(|(email, name, phone)| RawRow {
                    email: email.clone(),
                    name: filled(name),
                    phone: filled(phone),
                    groups: None,
                })
                .collect();
            prop_assert_eq!(read_csv(&bytes).unwrap(), expected);
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in vec(any::<u8>(), 0..200)) {
            let _ = read_csv(&bytes);
        }
    }

    fn rows(text: &str) -> Vec<RawRow> {
        read_csv(text.as_bytes()).unwrap_or_else(|problem| panic!("{text:?}: {problem:?}"))
    }

    #[test]
    fn any_line_ending_ends_a_row() {
        let expected = rows("email,name\na@b.example,Ann\nc@d.example,\n");
        for end in ["\r\n", "\r"] {
            let text = format!("email,name{end}a@b.example,Ann{end}c@d.example,");
            assert_eq!(rows(&text), expected);
        }
        assert_eq!(expected[1].name, None);
    }

    #[test]
    fn columns_come_in_any_order_and_case_and_groups_are_separated_by_semicolons() {
        let row = &rows("Groups, EMAIL \r\n\"North; South ;;\",a@b.example\r\n")[0];
        assert_eq!(row.email, "a@b.example");
        assert_eq!(row.groups, Some(vec!["North".to_owned(), "South".to_owned()]));
    }

    #[test]
    fn what_is_wrong_with_the_whole_is_told() {
        let many = format!("email\n{}", "a@b.example\n".repeat(MOST_ROWS + 1));
        for (text, field, code) in [
            ("name\nAnn\n", "email", "missing"),
            ("", "email", "missing"),
            ("email,colour\na@b.example,red\n", "colour", "unknown_field"),
            ("email,email\na@b.example,\n", "email", "repeated"),
            ("email\n", "users", "wrong_size"),
            ("email\na@b.example,x\n", "users", "wrong_size"),
            (&many, "users", "wrong_size"),
        ] {
            let problem = read_csv(text.as_bytes()).unwrap_err();
            let named =
                |e: &shared::domain::invalid::FieldError| e.field == field && e.code == code;
            assert!(problem.errors.iter().any(named), "{text:.40}: {problem:?}");
        }
        assert_eq!(read_csv(b"email\n\xff\n").unwrap_err().code, Code::MalformedRequest);
    }
}
