//! The embedded store: a DynamoDB engine on SQLite, served on a loopback port of its own, and within the process.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    thread::JoinHandle,
};

use dynoxide::{Database, DynoxideError};
use tokio::sync::{mpsc, oneshot};

use crate::within::{self, Within, Work};

/// Where the store keeps its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// Nowhere: they end with the store.
    Memory,
    /// In this file, across restarts.
    File(PathBuf),
}

/// A running store.
#[derive(Debug)]
pub struct Store {
    endpoint: String,
    within: Within,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

/// Why a store could not be opened: one line for the person who started it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file, or the folder that it should be in, cannot be used.
    #[error("cannot open the data file {}: {reason}", path.display())]
    File {
        /// The data file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The engine or its port failed.
    #[error("the embedded store does not start: {0}")]
    Engine(String),
}

impl Store {
    /// Opens the data and begins to serve it.
    ///
    /// The engine blocks the thread that it works on, so it gets one of its own: whichever
    /// runtime the caller is on stays free, and the store outlives it until it is stopped or
    /// dropped.
    pub fn open(data: &Data) -> Result<Self, StoreError> {
        let opened = open(data)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(engine)?;
        listener.set_nonblocking(true).map_err(engine)?;
        let endpoint = format!("http://{}", listener.local_addr().map_err(engine)?);
        let (stop, stopped) = oneshot::channel();
        let (within, work) = Within::new();
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || serve(opened, listener, work, stopped))
            .map_err(engine)?;
        Ok(Self { endpoint, within, stop, thread })
    }

    /// The address that DynamoDB clients are pointed at.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// What carries calls there from this process.
    pub fn within(&self) -> &Within {
        &self.within
    }

    /// Ends the calls that run, then closes the data.
    pub async fn stop(self) {
        drop(self.stop);
        let ended = tokio::task::spawn_blocking(|| self.thread.join()).await;
        if !matches!(ended, Ok(Ok(()))) {
            tracing::error!("the embedded store ended badly");
        }
    }
}

/// An open database and, for a file, the lock that keeps a second server off it.
struct Opened {
    database: Database,
    _lock: Option<Lock>,
}

/// Given back when the server ends, not when its last copy is closed: whatever this process starts at that very moment
/// has one, until it runs.
struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // What cannot be unlocked is closed now, which gives it back too.
        let _ = self.0.unlock();
    }
}

fn open(data: &Data) -> Result<Opened, StoreError> {
    match data {
        Data::Memory => Ok(Opened { database: open_memory().map_err(engine)?, _lock: None }),
        Data::File(path) => {
            open_file(path).map_err(|reason| StoreError::File { path: path.clone(), reason })
        }
    }
}

fn open_file(path: &Path) -> Result<Opened, String> {
    if path.is_dir() {
        return Err("it is a folder".to_owned());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    }
    let lock = lock(path)?;
    let name = path.to_str().ok_or("its name is not UTF-8")?;
    let database = Database::new(name).map_err(|error| unreadable(&error))?;
    index_stream(path).map_err(|error| error.to_string())?;
    Ok(Opened { database, _lock: Some(lock) })
}

/// Two servers on one file would each send every mail.
fn lock(path: &Path) -> Result<Lock, String> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(name)
        .map_err(|error| error.to_string())?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err("another server is using it".to_owned()),
        Err(TryLockError::Error(error)) => Err(error.to_string()),
    }
}

fn unreadable(error: &DynoxideError) -> String {
    let message = error.to_string();
    if message.contains("not a valid SQLite database") {
        return "it is not a data file of this server".to_owned();
    }
    let message = message.strip_prefix("Internal error: ").unwrap_or(&message);
    message.lines().collect::<Vec<_>>().join(" ")
}

/// An index can be added to a file only, so memory begins as a copy of one.
fn open_memory() -> Result<Database, Box<dyn std::error::Error>> {
    let blank = std::env::temp_dir().join(format!("codriver-{}.db", ulid::Ulid::generate()));
    let name = blank.to_str().ok_or("the folder for temporary files is not UTF-8")?;
    let database = Database::memory()?;
    database.vacuum_into(name)?;
    let copied = index_stream(&blank)
        .map_err(Box::<dyn std::error::Error>::from)
        .and_then(|()| Ok(database.restore_from(name)?));
    std::fs::remove_file(&blank)?;
    copied.map(|()| database)
}

/// Gives the engine's table of stream records the index that it lacks. Without it every write
/// reads all earlier records to number its own: 20,000 writes take two minutes instead of eight
/// seconds.
fn index_stream(path: &Path) -> rusqlite::Result<()> {
    rusqlite::Connection::open(path)?.execute_batch(
        "PRAGMA synchronous = OFF;
         CREATE INDEX IF NOT EXISTS codriver_stream_order
         ON _stream_records (table_name, CAST(sequence_number AS INTEGER));",
    )
}

fn serve(
    opened: Opened,
    listener: TcpListener,
    work: mpsc::UnboundedReceiver<Work>,
    stopped: oneshot::Receiver<()>,
) {
    let served =
        tokio::runtime::Builder::new_current_thread().enable_all().build().and_then(|runtime| {
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                // It ends with the runtime.
                tokio::spawn(within::work(work, opened.database.clone()));
                let stopped = async {
                    // Told to stop, or dropped: either way it is over.
                    let _ = stopped.await;
                };
                dynoxide::server::serve_with_shutdown(listener, opened.database, stopped)
                    .await
                    .map_err(io::Error::other)
            })
        });
    if let Err(error) = served {
        tracing::error!(%error, "the embedded store stopped");
    }
}

fn engine(error: impl ToString) -> StoreError {
    StoreError::Engine(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::temporary::Folder;

    #[tokio::test]
    async fn two_servers_cannot_use_one_file() {
        let folder = Folder::new();
        let data = Data::File(folder.file());
        let first = Store::open(&data).unwrap();
        let second = Store::open(&data).unwrap_err().to_string();
        assert!(second.ends_with("another server is using it"), "{second}");
        first.stop().await;
        Store::open(&data).unwrap().stop().await;
    }

    #[test]
    fn a_file_is_free_once_its_server_ended_though_a_program_that_starts_has_a_copy_of_the_lock() {
        let folder = Folder::new();
        let file = folder.file();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        let held = lock(&file).unwrap();
        let copy = held.0.try_clone().unwrap();
        drop(held);
        lock(&file).unwrap();
        drop(copy);
    }

    #[test]
    fn what_is_no_data_file_is_told_in_one_line() {
        let folder = Folder::new();
        let file = folder.file();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, "something else entirely, long enough to have a header".repeat(20))
            .unwrap();
        let error = Store::open(&Data::File(file)).unwrap_err().to_string();
        assert!(error.ends_with("it is not a data file of this server"), "{error}");
    }

    #[test]
    fn a_folder_is_no_data_file() {
        let error = Store::open(&Data::File(std::env::temp_dir())).unwrap_err().to_string();
        assert!(error.ends_with("it is a folder"), "{error}");
    }
}
