//! A file as spreadsheets write it: its encoding, its separator, its records with their lines.
//!
//! What cannot be read whole is refused with its line: half a file is never taken for all of it.

use csv::{ReaderBuilder, StringRecord};
use shared::{
    domain::text_signs::is_unseen,
    http::{Code, Problem, csv::as_typed},
};

/// The signs that separate cells where the file does not say.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// A file of cells.
pub struct Spreadsheet {
    text: String,
    /// Where the records begin.
    begin: usize,
    separator: char,
}

/// A row of cells, as they were typed.
pub struct Record {
    /// Its cells.
    pub cells: Vec<String>,
    place: usize,
}

impl Spreadsheet {
    /// Reads CSV (RFC 4180) in whatever encoding, with any line ending and any separator, which a
    /// first line `sep=;` may name.
    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let text = decoded(bytes)?;
        if let Some(nul) = text.find('\0') {
            return Err(unreadable(line_of(&text, nul), "holds a NUL: is this a file of text?"));
        }
        let (begin, separator) = match named_separator(&text) {
            Some((separator, end)) => (end, separator),
            None => (0, likely_separator(&text)),
        };
        expect_closed_quotes(&text, begin, separator)?;
        Ok(Self { text, begin, separator })
    }

    /// Its records in order, but for those whose cells are all blank.
    pub fn records(&self) -> impl Iterator<Item = Result<Record, Problem>> {
        let mut reader = ReaderBuilder::new();
        // The separators are signs of ASCII.
        let reader = reader.delimiter(self.separator as u8).flexible(true).has_headers(false);
        let records = reader.from_reader(&self.text.as_bytes()[self.begin..]).into_records();
        records.filter_map(|record| match record {
            Ok(record) => self.record(&record).map(Ok),
            Err(error) => Some(Err(unreadable(1, &format!("is not CSV: {error}.")))),
        })
    }

    /// The line of a record, from 1.
    pub fn line(&self, record: &Record) -> usize {
        line_of(&self.text, record.place)
    }

    fn record(&self, record: &StringRecord) -> Option<Record> {
        if record.iter().all(|cell| cell.chars().all(is_unseen)) {
            return None;
        }
        let at = record.position().and_then(|at| usize::try_from(at.byte()).ok());
        let cells = record.iter().map(as_typed).collect();
        Some(Record { cells, place: self.begin + at.unwrap_or_default() })
    }
}

/// The text of the bytes: by their mark; without one as UTF-16 if their first sign of ASCII has a
/// NUL beside it, as UTF-8 if they are, else as Windows-1252, which all bytes are.
fn decoded(bytes: &[u8]) -> Result<String, Problem> {
    let (encoding, text) = match bytes {
        [0xff, 0xfe, rest @ ..] => ("UTF-16LE", utf_16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => ("UTF-16BE", utf_16(rest, u16::from_be_bytes)),
        [0xef, 0xbb, 0xbf, rest @ ..] => ("UTF-8", String::from_utf8_lossy(rest).into_owned()),
        [first, 0, ..] if *first != 0 => ("UTF-16LE", utf_16(bytes, u16::from_le_bytes)),
        [0, second, ..] if *second != 0 => ("UTF-16BE", utf_16(bytes, u16::from_be_bytes)),
        _ => {
            let text = std::str::from_utf8(bytes);
            return Ok(text.map_or_else(|_| windows_1252(bytes), str::to_owned));
        }
    };
    if let Some(place) = text.find(char::REPLACEMENT_CHARACTER) {
        let what = format!("holds bytes that are no {encoding}.");
        return Err(unreadable(line_of(&text, place), &what));
    }
    Ok(text)
}

fn utf_16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let signs = char::decode_utf16(pairs.iter().map(|pair| read(*pair)));
    let signs = signs.map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER));
    signs.chain((!rest.is_empty()).then_some(char::REPLACEMENT_CHARACTER)).collect()
}

/// What Windows-1252 has from 0x80 on, where Latin-1 has control characters
/// (<https://encoding.spec.whatwg.org/index-windows-1252.txt>). A library for this brings the tables
/// of all encodings of the world into the function.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(bytes: &[u8]) -> String {
    let sign = |byte: &u8| match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        byte => char::from(*byte),
    };
    bytes.iter().map(sign).collect()
}

/// The separator that a first line `sep=;` names, and where the next line begins.
fn named_separator(text: &str) -> Option<(char, usize)> {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let line = text[..end].trim_matches('"');
    let name = line.get(..4).filter(|name| name.eq_ignore_ascii_case("sep="))?;
    let fits = |sign: &char| *sign == '\t' || sign.is_ascii_punctuation();
    let separator = line[name.len()..].chars().next().filter(fits)?;
    let rest = &text[end..];
    let ending = if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) };
    Some((separator, end + ending))
}

/// The separator that the first line with anything in it has most of outside quotes.
fn likely_separator(text: &str) -> char {
    let filled = |line: &&str| line.contains(char::is_alphanumeric);
    let line = text.split(['\r', '\n']).find(filled).unwrap_or_default();
    let outside: Vec<&str> = line.split('"').step_by(2).collect();
    let count = |sign: char| outside.iter().map(|part| part.matches(sign).count()).sum::<usize>();
    let [comma, others @ ..] = SEPARATORS;
    others.into_iter().fold(comma, |most, sign| if count(sign) > count(most) { sign } else { most })
}

/// Refuses a quote that opens a cell and is never closed, or closes where the cell goes on: it would
/// swallow the rows between it and the next.
fn expect_closed_quotes(text: &str, begin: usize, separator: char) -> Result<(), Problem> {
    let ends_cell = |sign: char| sign == separator || sign == '\n' || sign == '\r';
    let line = |rest: &str| line_of(text, text.len() - rest.len());
    let mut rest = &text[begin..];
    while !rest.is_empty() {
        let Some(quoted) = rest.strip_prefix('"') else {
            let end = rest.find(ends_cell).map_or(rest.len(), |end| end + 1);
            rest = &rest[end..];
            continue;
        };
        let close = closing_quote(quoted)
            .ok_or_else(|| unreadable(line(rest), "opens a quote that is never closed."))?;
        let after = quoted[close + 1..].trim_start_matches(' ');
        if after.chars().next().is_some_and(|sign| !ends_cell(sign)) {
            let what = "has text behind the quote that closes a cell, which begins in line";
            return Err(unreadable(line(after), &format!("{what} {}.", line(rest))));
        }
        rest = after.get(1..).unwrap_or_default();
    }
    Ok(())
}

/// Where the quote stands that closes a cell; two together stand for one in it.
fn closing_quote(quoted: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let quote = from + quoted[from..].find('"')?;
        if !quoted[quote + 1..].starts_with('"') {
            return Some(quote);
        }
        from = quote + 2;
    }
}

/// The line of a place, from 1; `\n`, `\r\n` and `\r` end lines.
fn line_of(text: &str, place: usize) -> usize {
    let before = &text[..place];
    let both = before.matches("\r\n").count();
    1 + before.matches(['\r', '\n']).count() - both
}

fn unreadable(line: usize, what: &str) -> Problem {
    Problem::because(Code::MalformedRequest, format!("The file cannot be read: line {line} {what}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let sheet = Spreadsheet::read(bytes).unwrap_or_else(|problem| panic!("{problem:?}"));
        sheet.records().map(|record| record.unwrap().cells).collect()
    }

    fn utf_16(text: &str, big_endian: bool) -> Vec<u8> {
        let bytes = |unit: u16| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(sheet) = Spreadsheet::read(&bytes) {
                sheet.records().for_each(|record| drop(record.map(|record| sheet.line(&record))));
            }
        }

        #[test]
        fn no_text_of_quotes_and_separators_makes_the_reader_panic(text in "[a\",;\t\r\n é]{0,40}") {
            if let Ok(sheet) = Spreadsheet::read(text.as_bytes()) {
                sheet.records().for_each(|record| drop(record.map(|record| sheet.line(&record))));
            }
        }

        #[test]
        fn one_table_reads_the_same_in_every_encoding_and_with_every_separator(
            rows in prop::collection::vec(prop::collection::vec("[a-z äß,;\t\"]{1,6}x", 2), 1..6),
            separator in prop::sample::select(&[b',', b';', b'\t'][..]),
            crlf: bool,
        ) {
            let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\r') };
            let mut writer = csv::WriterBuilder::new();
            let writer = writer.delimiter(separator).terminator(terminator);
            let mut writer = writer.from_writer(vec![]);
            writer.write_record(["email", "name"]).unwrap();
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let expected = cells(text.as_bytes());
            prop_assert_eq!(&expected[1..], &rows[..]);
            for mark in ["", "\u{feff}"] {
                let text = format!("{mark}{text}");
                prop_assert_eq!(&cells(text.as_bytes()), &expected);
                prop_assert_eq!(&cells(&utf_16(&text, false)), &expected);
                prop_assert_eq!(&cells(&utf_16(&text, true)), &expected);
            }
            let (windows, ..) = encoding_rs::WINDOWS_1252.encode(&text);
            prop_assert_eq!(&cells(&windows), &expected);
        }
    }

    #[test]
    fn windows_1252_is_read_as_the_standard_says() {
        let all: Vec<u8> = (0..=255).collect();
        let (expected, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&all);
        assert_eq!(windows_1252(&all), expected);
    }

    #[test]
    fn a_first_line_names_the_separator() {
        for first in ["sep=;\r\n", "SEP=;\n", "\"sep=;\"\r", "\u{feff}sep=;;;\r\n"] {
            let text = format!("{first}email;name\r\na@b.example;\"Lee, Ann, Dr\"\r\n");
            let expected = [["email", "name"], ["a@b.example", "Lee, Ann, Dr"]];
            assert_eq!(cells(text.as_bytes()), expected, "{first}");
        }
        assert_eq!(cells(b"sep=|\na|b\n"), [["a", "b"]]);
    }

    #[test]
    fn the_separator_of_the_first_filled_line_is_taken() {
        assert_eq!(cells(b"\n;;\n\"a,b,c\";d\n"), [["a,b,c", "d"]]);
        assert_eq!(cells(b"a\tb,c\n1\t2\n")[1].len(), 1);
        assert_eq!(cells(b"a\tb\n1,5\t2\n")[1], ["1,5", "2"]);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        let told = |bytes: &[u8]| {
            let problem = Spreadsheet::read(bytes).map(|_| ()).unwrap_err();
            assert_eq!(problem.code, Code::MalformedRequest);
            problem.detail
        };
        for (text, line) in [
            ("email,name\na@x,\"Ann\nb@x,Bob\nc@x,Cleo", "line 2 opens a quote"),
            ("email,name\r\na@x,\"Ann\r\nb@x,\"Bob\"\r\n", "line 3 has text behind"),
            ("email,name\ra@x,\"Ann\"\rb@x,\"\"\"", "line 3 opens a quote"),
            ("email\na\0b", "line 2 holds a NUL"),
        ] {
            assert!(told(text.as_bytes()).contains(line), "{text:?}: {}", told(text.as_bytes()));
        }
        assert!(
            told(b"\xef\xbb\xbfemail\n\xff\n").contains("line 2 holds bytes that are no UTF-8")
        );
        assert!(told(b"\xff\xfea\0\n\0\0\xd8b\0").contains("line 2 holds bytes"));
        assert!(told(b"PK\x03\x04\0\0").contains("line 1 holds a NUL"));
        assert!(Spreadsheet::read(b"a,\"b\" \nc,d \"e\" f").is_ok());
    }
}
