//! Folders that end with the test that made them.

use std::path::{Path, PathBuf};

/// A place for a folder; whatever is there is removed when this is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(std::env::temp_dir().join(format!("codriver-test-{}", ulid::Ulid::generate())))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("data.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays is swept with the system's other temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
