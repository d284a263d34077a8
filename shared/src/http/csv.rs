//! Answers that a caller may also have as CSV (RFC 4180): one body, written in either way.

use std::fmt::Display;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, Uri, header};
use jiff::Timestamp;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;

use super::{
    Account, Call, List, Problem,
    reply::{Described, Reply, json},
};
use crate::domain::{TimeZone, moment::stamp};

/// A row of a table.
pub trait Row {
    /// The names of its columns, in order.
    const COLUMNS: &'static [&'static str];

    /// Its cells, in the order of the columns; one without a value is empty. Times are in a zone.
    fn cells(&self, zone: &TimeZone) -> Vec<String>;
}

/// A body that can be written as a table.
pub trait Sheet: Serialize + JsonSchema + Send {
    /// What its rows are.
    type Row: Row;

    /// Its rows.
    fn rows(&self) -> &[Self::Row];

    /// The cursor of the next page, if there is one.
    fn next_cursor(&self) -> Option<&str> {
        None
    }
}

impl<T: Row + Serialize + JsonSchema + Send> Sheet for List<T> {
    type Row = T;

    fn rows(&self) -> &[T] {
        &self.items
    }

    fn next_cursor(&self) -> Option<&str> {
        self.next_cursor.as_deref()
    }
}

/// A cell of a value that may be absent.
pub fn cell(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A cell of a time that may be absent.
pub fn time_cell(at: Option<Timestamp>, zone: &TimeZone) -> String {
    at.map_or_else(String::new, |at| stamp(at, zone))
}

/// 200 with a body, as JSON or as CSV.
#[derive(Debug)]
pub enum JsonOrCsv<T> {
    /// As JSON.
    Json(T),
    /// As CSV.
    Csv {
        /// The body.
        body: T,
        /// What was asked for: the next page's link is the same with a cursor.
        uri: Uri,
        /// The zone that its reader reads times in.
        zone: TimeZone,
    },
}

impl<T> JsonOrCsv<T> {
    /// The body as this caller would like it.
    pub fn answer<B, Q>(call: &Call<Account, B, Q>, body: T) -> Result<Self, Problem> {
        if !call.wants_csv {
            return Ok(Self::Json(body));
        }
        Ok(Self::Csv { body, uri: call.uri.clone(), zone: call.zone()? })
    }
}

impl<T: Sheet> Reply for JsonOrCsv<T> {
    fn described(generator: &mut SchemaGenerator) -> Described {
        let schema = generator.subschema_for::<T>();
        Described { statuses: &[200], headers: &["Link"], body: Some((Self::MEDIA, schema)) }
    }

    const MEDIA: &'static [&'static str] = &["application/json", "text/csv"];

    fn into_response(self) -> Response {
        match self {
            Self::Json(body) => json(StatusCode::OK, &body),
            Self::Csv { body, uri, zone } => {
                csv_response(&body, &uri, &zone).unwrap_or_else(IntoResponse::into_response)
            }
        }
    }
}

fn csv_response<T: Sheet>(body: &T, uri: &Uri, zone: &TimeZone) -> Result<Response, Problem> {
    let text = write(body.rows(), zone).map_err(|error| Problem::internal(error.to_string()))?;
    let mut answer = (StatusCode::OK, text).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    let name = HeaderValue::from_str(&file_name(uri));
    let name = name.map_err(|error| Problem::internal(error.to_string()))?;
    headers.insert(header::CONTENT_DISPOSITION, name);
    if let Some(cursor) = body.next_cursor() {
        let link = HeaderValue::from_str(&link_to_next(uri, cursor));
        headers.insert(header::LINK, link.map_err(|error| Problem::internal(error.to_string()))?);
    }
    Ok(answer)
}

/// A table as text: every cell in quotes, so that none is taken for anything else.
pub fn write<R: Row>(rows: &[R], zone: &TimeZone) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(vec![]);
    writer.write_record(R::COLUMNS)?;
    for row in rows {
        writer.write_record(row.cells(zone).iter().map(|cell| harmless(cell)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// What begins a formula.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What a spreadsheet may leave out before a formula at the beginning of a cell.
const BLANK: [char; 3] = ['\t', '\r', '\n'];

/// What a spreadsheet may take for the end of a cell: one that expects another separator than the
/// file has also looks for it within quotes.
const SEPARATORS: [char; 6] = [',', ';', '|', '\t', '\r', '\n'];

/// A cell that a spreadsheet takes for text, whatever somebody typed: with an apostrophe before
/// what would begin a formula. See <https://owasp.org/www-community/attacks/CSV_Injection>.
fn harmless(cell: &str) -> String {
    parts(cell)
        .map(|(part, runs)| if runs { format!("'{part}") } else { part.to_owned() })
        .collect()
}

/// A cell as it was typed, without the apostrophes of [`write()`].
pub fn as_typed(cell: &str) -> String {
    parts(cell)
        .map(|(part, runs)| part.strip_prefix('\'').filter(|_| runs).unwrap_or(part))
        .collect()
}

/// What a spreadsheet may take for cells of a cell, and whether that begins a formula, but for
/// apostrophes before it.
fn parts(cell: &str) -> impl Iterator<Item = (&str, bool)> {
    cell.split_inclusive(SEPARATORS).enumerate().map(|(place, part)| {
        let rest = part.trim_start_matches('\'');
        (part, rest.starts_with(FORMULA) || place == 0 && rest.starts_with(BLANK))
    })
}

/// The name of the file: the path's last word.
fn file_name(uri: &Uri) -> String {
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    format!("attachment; filename=\"{name}.csv\"")
}

/// The link to the next page: the same path and query with its cursor.
pub(super) fn link_to_next(uri: &Uri, cursor: &str) -> String {
    let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query.filter(|(name, _)| name != "cursor"))
        .append_pair("cursor", cursor)
        .finish();
    format!("<{}?{query}>; rel=\"next\"", uri.path())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Two(&'static str, Option<u32>);

    impl Row for Two {
        const COLUMNS: &'static [&'static str] = &["word", "number"];

        fn cells(&self, _: &TimeZone) -> Vec<String> {
            vec![self.0.into(), cell(self.1)]
        }
    }

    fn written(rows: &[Two]) -> String {
        String::from_utf8(write(rows, &TimeZone::default()).unwrap()).unwrap()
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_as_it_was_typed(
            cells in prop::collection::vec("[a=+'@\",;|\t\r\n ＝-]{0,8}|\\PC{0,4}", 1..4),
        ) {
            let rows: Vec<_> = cells.iter().map(|cell| Cell(cell.clone())).collect();
            let bytes = write(&rows, &TimeZone::default()).unwrap();
            let mut reader = csv::Reader::from_reader(&bytes[..]);
            let read = reader.records().map(|record| as_typed(&record.unwrap()[0]));
            prop_assert_eq!(read.collect::<Vec<_>>(), cells);
        }

        #[test]
        fn no_part_of_a_cell_begins_a_formula(cell in "[a=+'@\",;|\t\r\n ＝-]{0,12}") {
            let harmless = harmless(&cell);
            prop_assert!(!harmless.starts_with(BLANK), "{harmless:?}");
            for part in harmless.split(SEPARATORS) {
                prop_assert!(!part.starts_with(FORMULA), "{harmless:?}");
            }
        }
    }

    struct Cell(String);

    impl Row for Cell {
        const COLUMNS: &'static [&'static str] = &["cell"];

        fn cells(&self, _: &TimeZone) -> Vec<String> {
            vec![self.0.clone()]
        }
    }

    #[test]
    fn a_table_without_rows_has_its_header() {
        assert_eq!(written(&[]), "\"word\",\"number\"\r\n");
    }

    #[test]
    fn every_cell_is_quoted() {
        let rows = [Two("a,b", Some(1)), Two("say \"hi\"", None), Two("two\r\nlines", Some(2))];
        let text = "\"word\",\"number\"\r\n\"a,b\",\"1\"\r\n\"say \"\"hi\"\"\",\"\"\r\n\
            \"two\r\nlines\",\"2\"\r\n";
        assert_eq!(written(&rows), text);
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_made_harmless() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
            for separator in [";", ",", "|"] {
                let cell = format!("a{separator}{formula}");
                assert_eq!(harmless(&cell), format!("a{separator}'{formula}"));
            }
        }
        for formula in ["\t=1", "\r=1", "\n=1"] {
            assert!(harmless(formula).starts_with('\''));
        }
        for text in ["", "a=1", "1-1", "'a", "ann@example.com", "Lee, Ann; +1"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn the_next_page_is_the_same_request_with_a_cursor() {
        let first = Uri::from_static("https://api.example/v1/codes?status=unused&limit=5");
        let link = "</v1/codes?status=unused&limit=5&cursor=a-b_c>; rel=\"next\"";
        assert_eq!(link_to_next(&first, "a-b_c"), link);
        let second = Uri::from_static("/v1/codes?cursor=old&q=a%26b");
        assert_eq!(link_to_next(&second, "new"), "</v1/codes?q=a%26b&cursor=new>; rel=\"next\"");
        assert_eq!(
            link_to_next(&Uri::from_static("/v1/codes"), "c"),
            "</v1/codes?cursor=c>; rel=\"next\""
        );
    }
}
