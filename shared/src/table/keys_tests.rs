//! The drawing at the top of `keys.rs` holds: it has every item and index key once, and no other.
//! A placeholder counts for any other: `PERSON#per` draws `"PERSON#{person}"`.

use std::collections::BTreeSet;

const TEXT: &str = include_str!("keys.rs");

/// What is quoted in a text, by these quotes.
fn quoted(text: &str, quote: char) -> Vec<&str> {
    text.split(quote).skip(1).step_by(2).collect()
}

/// A key without the names of its placeholders, which are all that is not in capitals.
fn shape(key: &str) -> String {
    let parts = key.split('#').map(|part| {
        let is_prefix = part.starts_with(|sign: char| sign.is_ascii_uppercase());
        if is_prefix { part } else { "*" }
    });
    parts.collect::<Vec<_>>().join("#")
}

fn shapes(pk: &str, sk: &str) -> String {
    format!("{} / {}", shape(pk), shape(sk))
}

/// The drawing's rows: their item and what they say of the two indexes.
fn drawn() -> Vec<(String, [Vec<String>; 2])> {
    let rows = TEXT.lines().filter_map(|line| line.strip_prefix("//! | `"));
    let rows = rows.map(|row| {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let index = |cell: Option<&&str>| {
            let keys = quoted(cell.copied().unwrap_or_default(), '`');
            keys.chunks(2).map(|key| shapes(key[0], key[1])).collect()
        };
        let item = shapes(cells[0].trim_matches('`'), cells[1].trim_matches('`'));
        (item, [index(cells.get(3)), index(cells.get(4))])
    });
    rows.collect()
}

/// What a macro of `keys.rs` declares: each entry's name and what follows it.
fn declared(name: &str) -> Vec<(&str, &str)> {
    let begin = format!("\n{name}! {{\n");
    let (_, block) = TEXT.split_once(begin.as_str()).expect(name);
    let (block, _) = block.split_once("\n}\n").expect("its end");
    let entries = block.split(";\n").filter_map(|entry| {
        let code = entry.trim_start().lines().find(|line| !line.trim_start().starts_with("///"))?;
        entry[entry.find(code)?..].trim_start().split_once(['(', ' '])
    });
    entries.collect()
}

/// The items that there are: those of the macro, and those that are made by hand.
fn items() -> BTreeSet<String> {
    let there = declared("keys").into_iter().filter(|(name, _)| *name != "nothing");
    let by_hand = TEXT.split("Key::new(format!(\"").skip(1).map(|rest| {
        let keys: Vec<_> = rest.splitn(4, '"').collect();
        shapes(keys[0], keys[2])
    });
    let there = there.map(|(_, rest)| {
        let keys = quoted(rest, '"');
        shapes(keys[0], keys[1])
    });
    there.chain(by_hand).collect()
}

/// The keys of an index that there are.
fn index_keys(index: &str) -> BTreeSet<String> {
    let there = declared("index_keys").into_iter();
    let there = there.filter(|(_, rest)| rest.starts_with(&format!("in {index}(")));
    let there = there.map(|(_, rest)| {
        let keys = quoted(rest, '"');
        let longest = keys[1..].iter().max_by_key(|key| key.len()).unwrap_or(&"{}");
        shapes(keys[0], longest)
    });
    there.collect()
}

/// Compares what is drawn with what there is.
fn compare(what: &str, drawn: Vec<String>, there: &BTreeSet<String>) {
    let mut once = BTreeSet::new();
    let twice: Vec<_> = drawn.into_iter().filter(|key| !once.insert(key.clone())).collect();
    assert!(twice.is_empty(), "{what}: drawn twice at the top of keys.rs: {twice:#?}");
    let missing: Vec<_> = there.difference(&once).collect();
    assert!(missing.is_empty(), "{what}: draw these at the top of keys.rs: {missing:#?}");
    let gone: Vec<_> = once.difference(there).collect();
    assert!(gone.is_empty(), "{what}: drawn at the top of keys.rs and not there: {gone:#?}");
}

#[test]
fn the_drawing_has_every_item_once() {
    let items = items();
    assert!(items.len() > 30, "the items are found: {items:#?}");
    compare("items", drawn().into_iter().map(|(item, _)| item).collect(), &items);
}

#[test]
fn the_drawing_has_every_key_of_the_indexes_once() {
    for (place, index) in ["Gsi1", "Gsi2"].into_iter().enumerate() {
        let drawn = drawn().into_iter().flat_map(|(_, indexes)| indexes[place].clone());
        compare(index, drawn.collect(), &index_keys(index));
    }
}
