//! A PDF as its readers have it: what stands on it, line by line, as it is selected and copied.
//!
//! It reads what documents are made of: streams that are deflated, one typeface, glyphs of two bytes.

use std::collections::HashMap;

use miniz_oxide::inflate::decompress_to_vec_zlib;

/// A document of one typeface.
pub struct Document {
    bytes: Vec<u8>,
    streams: Vec<Vec<u8>>,
}

impl Document {
    /// Reads a document.
    #[track_caller]
    pub fn read(bytes: &[u8]) -> Self {
        assert!(bytes.starts_with(b"%PDF-1.7"), "no PDF");
        let begins = places(bytes, b"stream\n").filter(|at| !bytes[..*at].ends_with(b"end"));
        let streams = begins.filter_map(|at| {
            let rest = &bytes[at + b"stream\n".len()..];
            let end = places(rest, b"\nendstream").next().expect("an end");
            decompress_to_vec_zlib(&rest[..end]).ok()
        });
        Self { bytes: bytes.to_vec(), streams: streams.collect() }
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        places(&self.bytes, b"/Type/Page/").count()
    }

    /// Whether all of this text is in it as it is, outside of streams.
    pub fn says(&self, text: &str) -> bool {
        places(&self.bytes, text.as_bytes()).next().is_some()
    }

    /// Where its QR code leads to, as is told to those who do not see it.
    #[track_caller]
    pub fn url(&self) -> String {
        const BEGIN: &[u8] = b"/Alt(QR code that leads to ";
        let at = places(&self.bytes, BEGIN).next().expect("a QR code") + BEGIN.len();
        let url = self.bytes[at..].split(|byte| *byte == b')').next().unwrap_or_default();
        String::from_utf8(url.to_vec()).expect("ASCII")
    }

    /// The lines that stand on its page.
    #[track_caller]
    pub fn lines(&self) -> Vec<String> {
        let [page] = <[_; 1]>::try_from(self.lines_by_page()).expect("one page");
        page
    }

    /// The lines that stand on each page, those that are not read out again too.
    #[track_caller]
    pub fn lines_by_page(&self) -> Vec<Vec<String>> {
        let having = |word: &'static [u8]| {
            let has = move |stream: &&Vec<u8>| places(stream, word).next().is_some();
            self.streams.iter().filter(has)
        };
        let glyphs = glyphs(having(b"beginbfchar").next().expect("a table of glyphs"));
        having(b"/MCID").map(|page| lines(page, &glyphs)).collect()
    }
}

/// Where a part lies in a whole, each time.
fn places<'a>(whole: &'a [u8], part: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    whole.windows(part.len()).enumerate().filter(move |(_, one)| *one == part).map(|(at, _)| at)
}

/// What each glyph stands for, by the typeface's table.
fn glyphs(table: &[u8]) -> HashMap<u16, String> {
    let mut glyphs = HashMap::new();
    let table = String::from_utf8_lossy(table);
    for line in table.lines() {
        if let [glyph, text] = line.split(' ').collect::<Vec<_>>()[..]
            && let (Some(glyph), Some(text)) = (in_hex(glyph), in_hex(text))
            && let [high, low] = glyph[..]
        {
            glyphs.insert(u16::from_be_bytes([high, low]), utf_16(&text));
        }
    }
    glyphs
}

/// The bytes of `<0041>`.
fn in_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix('<')?.strip_suffix('>')?;
    data_encoding::HEXUPPER_PERMISSIVE.decode(digits.as_bytes()).ok()
}

fn utf_16(bytes: &[u8]) -> String {
    let units: Vec<_> = bytes.as_chunks().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
    String::from_utf16(&units).expect("UTF-16")
}

/// A text of a document: with a mark it is UTF-16, without one it is ASCII.
fn of_document(bytes: &[u8]) -> String {
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(rest) => utf_16(rest),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// A word of a page's language.
enum Word {
    /// A name, an operator or a number.
    Plain(String),
    /// What is in brackets, round or pointed.
    Text(Vec<u8>),
}

/// The words of a page.
fn words(page: &[u8]) -> Vec<Word> {
    let (mut words, mut at) = (vec![], 0);
    while let Some(sign) = page.get(at) {
        at += 1;
        match sign {
            b'(' => words.push(Word::Text(in_round(page, &mut at))),
            b'<' if page.get(at) != Some(&b'<') && page.get(at.wrapping_sub(2)) != Some(&b'<') => {
                let end = at + places(&page[at..], b">").next().expect("an end");
                let text = format!("<{}>", String::from_utf8_lossy(&page[at..end]));
                words.push(Word::Text(in_hex(&text).expect("hex")));
                at = end + 1;
            }
            sign if sign.is_ascii_alphabetic() || *sign == b'/' => {
                let rest = page[at..].iter().take_while(|sign| sign.is_ascii_alphanumeric());
                let end = at + rest.count();
                words.push(Word::Plain(String::from_utf8_lossy(&page[at - 1..end]).into_owned()));
                at = end;
            }
            _ => {}
        }
    }
    words
}

/// What is in round brackets; `at` goes behind the last.
fn in_round(page: &[u8], at: &mut usize) -> Vec<u8> {
    let (mut text, mut open) = (vec![], 1);
    loop {
        let sign = page[*at];
        *at += 1;
        match sign {
            b'\\' => {
                let digits = page[*at..].iter().take(3).take_while(|sign| sign.is_ascii_digit());
                let digits: Vec<_> = digits.copied().collect();
                *at += digits.len().max(1);
                text.push(match page[*at - 1] {
                    _ if !digits.is_empty() => {
                        digits.iter().fold(0, |all: u8, sign| (all << 3) | (sign - b'0'))
                    }
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'b' => 8,
                    b'f' => 12,
                    other => other,
                });
            }
            b'(' => {
                open += 1;
                text.push(sign);
            }
            b')' if open == 1 => return text,
            b')' => {
                open -= 1;
                text.push(sign);
            }
            _ => text.push(sign),
        }
    }
}

/// The lines of a page: each is marked as one. What a part of a line stands for may be said instead of
/// following from its glyphs.
fn lines(page: &[u8], glyphs: &HashMap<u16, String>) -> Vec<String> {
    let (mut lines, mut depth, mut said_at, mut says) = (Vec::<String>::new(), 0, None, false);
    for word in words(page) {
        match word {
            Word::Plain(name) if ["/MCID", "/Artifact"].contains(&&*name) => {
                lines.push(String::new());
            }
            Word::Plain(name) if name == "/ActualText" => says = true,
            Word::Plain(name) if name == "BDC" || name == "BMC" => depth += 1,
            Word::Plain(name) if name == "EMC" => {
                depth -= 1;
                said_at = said_at.filter(|at| *at < depth);
            }
            Word::Plain(_) => {}
            Word::Text(bytes) => {
                let Some(line) = lines.last_mut() else { continue };
                if says {
                    line.push_str(&of_document(&bytes));
                    (says, said_at) = (false, Some(depth));
                } else if said_at.is_none() {
                    let all = bytes.as_chunks().0.iter().map(|pair| u16::from_be_bytes(*pair));
                    line.extend(all.map(|glyph| glyphs[&glyph].as_str()));
                }
            }
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}
