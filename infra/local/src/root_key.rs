//! The secret that codes and links are made with: kept beside the data that it belongs to.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::store::Data;

/// The key's file: that of the data, with `.key` after it.
fn file_of(data: &Path) -> PathBuf {
    let mut name = data.as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

/// Makes the key of data that is new. Data that is there keeps the key that it has.
pub fn prepare(data: &Data) -> Result<(), String> {
    let Data::File(data) = data else { return Ok(()) };
    let file = file_of(data);
    if data.exists() || file.exists() {
        return Ok(());
    }
    make(&file).map_err(|error| format!("cannot make {}: {error}", file.display()))
}

fn make(file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let digits = secret()?.map(|byte| format!("{byte:02x}")).concat();
    private(file)?.write_all(format!("{digits}\n").as_bytes())
}

/// The secret of this data; of data in memory, a new one.
pub fn read(data: &Data) -> Result<[u8; 32], String> {
    match data {
        Data::Memory => secret().map_err(|error| error.to_string()),
        Data::File(data) => {
            let file = file_of(data);
            fs::read_to_string(&file)
                .map_err(|error| error.to_string())
                .and_then(|text| {
                    shared::lambda::read_secret(&text).map_err(|error| error.to_string())
                })
                .map_err(|reason| explain(data, &file, &reason))
        }
    }
}

fn explain(data: &Path, file: &Path, reason: &str) -> String {
    let (data, file) = (data.display(), file.display());
    format!(
        "cannot read {file}, which the codes and links of {data} were made with: {reason}; \
         put it back, or remove {data} to start anew"
    )
}

fn secret() -> io::Result<[u8; 32]> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(io::Error::other)?;
    Ok(secret)
}

/// A new file that only its owner may read.
fn private(file: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::temporary::Folder;

    #[test]
    fn data_keeps_its_key_which_only_its_owner_may_read() {
        let folder = Folder::new();
        let (file, data) = (folder.file(), Data::File(folder.file()));
        prepare(&data).unwrap();
        let first = read(&data).unwrap();
        prepare(&data).unwrap();
        assert_eq!(first, read(&data).unwrap());
        #[cfg(unix)]
        {
            let key = fs::metadata(file_of(&file)).unwrap();
            assert_eq!(std::os::unix::fs::MetadataExt::mode(&key) & 0o777, 0o600);
        }
    }

    #[test]
    fn data_whose_key_is_gone_is_told_and_gets_no_other() {
        let folder = Folder::new();
        let (file, data) = (folder.file(), Data::File(folder.file()));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "").unwrap();
        prepare(&data).unwrap();
        let told = read(&data).unwrap_err();
        assert!(told.contains("put it back"), "{told}");
    }

    #[test]
    fn data_in_memory_has_a_new_key_each_time() {
        let first = read(&Data::Memory).unwrap();
        assert_ne!(first, read(&Data::Memory).unwrap());
    }
}
