//! The body of an import, CSV or JSON. What is wrong with the whole (its type, its header, its size)
//! refuses the call.

use deserr::Deserr;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use shared::{
    domain::{
        FieldErrors, Invalid,
        text_signs::{is_unseen, trimmed},
    },
    http::{
        Problem,
        input::{Body, Content, Few},
    },
};

use super::{
    import_rows::RawRow,
    spreadsheet::{Record, Spreadsheet},
};

/// How many rows an import has at most.
const MOST_ROWS: usize = 1_000;

/// The people to invite.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Import {
    /// One for each.
    users: Few<RawRow, 1, MOST_ROWS>,
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

/// Reads the rows of a spreadsheet. The first names the columns, in any order and letter case; only
/// `email` must be there.
fn read_csv(bytes: &[u8]) -> Result<Vec<RawRow>, Problem> {
    let sheet = Spreadsheet::read(bytes)?;
    let mut records = sheet.records();
    let header = records.next().transpose()?.map(|header| header.cells).unwrap_or_default();
    let columns = Columns::of(&header)?;
    let mut rows = Vec::new();
    for record in records {
        let record = record?;
        let row = columns
            .row(&record)
            .map_err(|what| wrong_size(format!("Line {} {what}.", sheet.line(&record))))?;
        // What is there but the mark of a formula made harmless is nothing.
        if row != RawRow::default() {
            rows.push(row);
        }
        if rows.len() > MOST_ROWS {
            return Err(wrong_size(format!("An import has at most {MOST_ROWS} rows.")));
        }
    }
    if rows.is_empty() { Err(wrong_size("There is no row.".into())) } else { Ok(rows) }
}

fn wrong_size(detail: String) -> Problem {
    Problem::field("users", Invalid::new("wrong_size", detail))
}

/// Where in a record the columns stand.
struct Columns {
    email: usize,
    name: Option<usize>,
    phone: Option<usize>,
    groups: Option<usize>,
    /// Columns that have no name, so no values either.
    nameless: Vec<usize>,
    count: usize,
}

const COLUMNS: [&str; 4] = ["email", "name", "phone", "groups"];

impl Columns {
    fn of(header: &[String]) -> Result<Self, Problem> {
        let names: Vec<_> = header.iter().map(|name| trimmed(name).to_lowercase()).collect();
        let mut errors = FieldErrors::default();
        for (place, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
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
        let nameless = names.iter().enumerate().filter(|(_, name)| name.is_empty());
        match email {
            Some(email) if errors.0.is_empty() => Ok(Self {
                email,
                name: place("name"),
                phone: place("phone"),
                groups: place("groups"),
                nameless: nameless.map(|(place, _)| place).collect(),
                count: names.len(),
            }),
            _ => Err(errors.into()),
        }
    }

    /// A record as a row: cells that are blank, or missing at its end, are not there.
    fn row(&self, record: &Record) -> Result<RawRow, &'static str> {
        let cell = |place: usize| {
            record.cells.get(place).filter(|cell| !cell.chars().all(is_unseen)).cloned()
        };
        if (self.count..record.cells.len()).any(|place| cell(place).is_some()) {
            return Err("has more cells than the header has columns");
        }
        if self.nameless.iter().any(|place| cell(*place).is_some()) {
            return Err("has a value in a column without a name");
        }
        let groups = self.groups.and_then(cell).map(|groups| {
            let names = groups.split(';').filter(|name| !name.chars().all(is_unseen));
            names.map(str::to_owned).collect()
        });
        Ok(RawRow {
            email: cell(self.email).unwrap_or_default(),
            name: self.name.and_then(cell),
            phone: self.phone.and_then(cell),
            groups,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*};
    use shared::{
        domain::TimeZone,
        http::{
            Code,
            csv::{Row, write},
        },
    };

    use super::*;

    fn cell() -> impl Strategy<Value = String> {
        // Everything that CSV may get wrong: separators, quotes, line endings, formulas, other
        // scripts.
        "[ -~äß李\u{1f469}\r\n\",;\t=+'@-]{0,12}"
    }

    struct Line(Vec<String>);

    impl Row for Line {
        const COLUMNS: &'static [&'static str] = &["phone", "email", "name"];

        fn cells(&self, _: &TimeZone) -> Vec<String> {
            self.0.clone()
        }
    }

    proptest! {
        #[test]
        fn what_we_write_is_read_back(
            cells in vec((cell(), option::of(cell()), option::of(cell())), 1..20),
            mark: bool,
        ) {
            let line = |(email, name, phone): &(String, Option<String>, Option<String>)| {
                let or_empty = |cell: &Option<String>| cell.clone().unwrap_or_default();
                Line(vec![or_empty(phone), email.clone(), or_empty(name)])
            };
            let lines: Vec<_> = cells.iter().map(line).collect();
            let mut bytes = if mark { "\u{feff}".as_bytes().to_vec() } else { vec![] };
            bytes.extend(write(&lines, &TimeZone::default()).unwrap());
            let filled = |cell: &Option<String>| {
                cell.clone().filter(|text| !text.chars().all(is_unseen))
            };
            let rows = cells.iter().map(|(email, name, phone)| RawRow {
                email: filled(&Some(email.clone())).unwrap_or_default(),
                name: filled(name),
                phone: filled(phone),
                groups: None,
            });
            let expected: Vec<_> = rows.filter(|row| *row != RawRow::default()).collect();
            match read_csv(&bytes) {
                Ok(rows) => prop_assert_eq!(rows, expected),
                Err(_) => prop_assert!(expected.is_empty()),
            }
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
        assert_eq!(row.groups, Some(vec!["North".to_owned(), " South ".to_owned()]));
    }

    #[test]
    fn columns_and_rows_without_values_do_not_count() {
        let expected = rows("email,name\na@b.example,Ann\nc@d.example,\n");
        for text in [
            "email,name,,\na@b.example,Ann,,\n,,,\nc@d.example,,,\n",
            ",email,,name\n,a@b.example,,Ann,,,\n\n \u{a0},\u{feff}\n,c@d.example\n",
            "\n,,\nemail,name\na@b.example,Ann\nc@d.example\n",
        ] {
            assert_eq!(rows(text), expected, "{text:?}");
        }
        let problem = read_csv(b"email,,name\na@b.example,,Ann\nc@d.example,x,\n").unwrap_err();
        assert!(problem.errors[0].detail.contains("Line 3"), "{problem:?}");
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
            ("email\n,,\n", "users", "wrong_size"),
            ("email\na@b.example,x\n", "users", "wrong_size"),
            (&many, "users", "wrong_size"),
        ] {
            let problem = read_csv(text.as_bytes()).unwrap_err();
            let named =
                |e: &shared::domain::invalid::FieldError| e.field == field && e.code == code;
            assert!(problem.errors.iter().any(named), "{text:.40}: {problem:?}");
        }
        assert_eq!(read_csv(b"email\n\"\n").unwrap_err().code, Code::MalformedRequest);
    }
}
