//! Imports run one way: no file needs one that needs it, straight or by others.
//!
//! A folder's `mod.rs` is its face: what it hands on counts as the file's that has it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The files of a package by their modules: `codes::delivery`, the root as the empty text.
fn modules(package: &str) -> BTreeMap<String, String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(package).join("src");
    let (mut found, mut folders) = (BTreeMap::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.extend(Some(entry).filter(|entry| !entry.ends_with("src/bin")));
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                let name = module(entry.strip_prefix(&root).unwrap());
                found.insert(name, fs::read_to_string(&entry).unwrap());
            }
        }
    }
    found
}

/// The module that a file holds.
fn module(file: &Path) -> String {
    let file = file.with_extension("");
    let parts = file.iter().map(|part| part.to_str().unwrap());
    parts.filter(|part| !["mod", "lib"].contains(part)).collect::<Vec<_>>().join("::")
}

/// What a `use` names, each path written out.
fn paths(before: &str, tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((head, list)) = tree.strip_suffix('}').and_then(|tree| tree.split_once('{')) else {
        return vec![format!("{before}{}", tree.split(" as ").next().unwrap())];
    };
    let (mut depth, before) = (0, format!("{before}{head}"));
    let items = list.split(|sign| {
        depth += i32::from(sign == '{') - i32::from(sign == '}');
        sign == ',' && depth == 0
    });
    let items = items.filter(|item| !item.trim().is_empty());
    items.flat_map(|item| paths(&before, item)).collect()
}

/// Every path that a file names from its own package: by `use`, or where it stands.
fn named(text: &str) -> Vec<String> {
    let uses = text.split("\nuse ").skip(1).chain(text.split("\npub use ").skip(1));
    let uses = uses.flat_map(|rest| paths("", rest.split(';').next().unwrap()));
    let places = ["crate::", "super::"].into_iter().flat_map(|begin| text.match_indices(begin));
    let placed = places.map(|(place, _)| {
        let path = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == ':';
        text[place..].chars().take_while(|sign| path(*sign)).collect()
    });
    uses.chain(placed).collect()
}

/// A path that stands in a module, from the root of its package.
fn absolute(module: &str, is_face: bool, path: &str) -> String {
    let mut at: Vec<_> = module.split("::").filter(|part| !part.is_empty()).collect();
    if !is_face {
        at.pop();
    }
    let mut rest = path;
    if let Some(path) = path.strip_prefix("crate::") {
        (at, rest) = (vec![], path);
    }
    if let Some(path) = path.strip_prefix("super::") {
        rest = path;
        if is_face {
            at.pop();
        }
    }
    while let Some(path) = rest.strip_prefix("super::") {
        (_, rest) = (at.pop(), path);
    }
    at.push(rest);
    at.join("::")
}

/// The files of a package that each of its files imports.
fn imports(package: &str) -> BTreeMap<String, BTreeSet<String>> {
    let files = modules(package);
    let faces: BTreeSet<_> =
        files.keys().filter(|name| files.keys().any(|file| is_in(file, name))).collect();
    let all = |name: &String, text: &str| -> BTreeSet<String> {
        named(text).iter().map(|path| absolute(name, faces.contains(name), path)).collect()
    };
    let holder = |path: &String| files.keys().rev().find(|file| *file == path || is_in(path, file));
    let handed_on = |path: &String| {
        let (face, name) = path.rsplit_once("::")?;
        let hands = all(&face.to_owned(), files.get(face)?).into_iter();
        hands
            .filter(|hand| hand.ends_with(&format!("::{name}")))
            .find_map(|hand| holder(&hand).filter(|file| !faces.contains(file)))
    };
    let arrows = |(name, text): (&String, &String)| {
        let to = all(name, text).into_iter().filter_map(|path| match holder(&path) {
            Some(face) if faces.contains(face) => handed_on(&path).cloned(),
            file => file.cloned(),
        });
        (name.clone(), to.filter(|to| to != name).collect())
    };
    files.iter().filter(|(name, _)| !faces.contains(name)).map(arrows).collect()
}

/// Whether a path lies in a module.
fn is_in(path: &str, module: &str) -> bool {
    path != module && (module.is_empty() || path.starts_with(&format!("{module}::")))
}

/// What a file needs, straight or by others.
fn reached<'a>(
    file: &'a str,
    imports: &'a BTreeMap<String, BTreeSet<String>>,
) -> BTreeSet<&'a str> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![file]);
    while let Some(one) = next.pop() {
        next.extend(imports[one].iter().map(String::as_str).filter(|to| seen.insert(*to)));
    }
    seen
}

#[test]
fn no_file_imports_one_that_imports_it() {
    for package in ["shared", "functions"] {
        let imports = imports(package);
        assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 100, "imports are found");
        let all = imports.keys();
        let circles: Vec<_> =
            all.filter(|file| reached(file, &imports).contains(file.as_str())).collect();
        assert!(circles.is_empty(), "files of {package} that need themselves: {circles:?}");
    }
}
