//! All data of the emulated accounts, and the file that stores it.

use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{connections::Connections, pipelines::Pipelines, sts::Sessions};

/// All data of the emulated accounts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Store {
    /// Connections and hosts.
    pub(crate) connections: Connections,
    /// Pipelines with their executions.
    pub(crate) pipelines: Pipelines,
    /// Temporary keys.
    pub(crate) sessions: Sessions,
}

/// A file that always contains a complete store: the one before a call or the one after it.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    /// Content of the file.
    written: Vec<u8>,
    /// Held as long as this emulator uses the file.
    _lock: File,
}

impl StateFile {
    /// Opens the file and reads the store; no file is an empty store, and makes one.
    ///
    /// # Errors
    /// If the file cannot be read or written, `ResourceBusy` while another emulator uses the file, and `InvalidData` if it
    /// holds something else.
    pub(crate) fn open(path: &Path) -> io::Result<(Self, Store)> {
        let explain = |what: &'static str| move |error: io::Error| explained(path, what, &error);
        // The file behind a link is the one to replace, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let lock = lock(&path)?;
        let written = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            read => read.map_err(explain("cannot be read"))?,
        };
        let mut file = Self {
            path,
            written,
            _lock: lock,
        };
        let store = file.store().map_err(explain("is not a state file of the emulator"))?;
        file.save(&store).map_err(explain("cannot be written"))?;
        Ok((file, store))
    }

    /// Writes the store to the disk if it has changed.
    ///
    /// The bytes are written to a temporary file in the same directory, which then replaces the file, so that the file
    /// is complete even if the process is killed in between.
    ///
    /// # Errors
    /// If the file cannot be written. It then still contains the previous store.
    pub(crate) fn save(&mut self, store: &Store) -> io::Result<()> {
        let bytes = serde_json::to_vec(store)?;
        if bytes == self.written {
            return Ok(());
        }
        let name = beside(&self.path, ".new");
        let mut file = File::create(&name)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&name, &self.path)?;
        sync_directory(&self.path)?;
        self.written = bytes;
        Ok(())
    }

    /// Returns the store in the file.
    ///
    /// # Errors
    /// Returns `InvalidData` if it holds something else.
    pub(crate) fn store(&self) -> io::Result<Store> {
        if self.written.is_empty() {
            return Ok(Store::default());
        }
        Ok(serde_json::from_slice(&self.written)?)
    }
}

/// Locks a file for this emulator alone. The lock is on a separate file, since the file itself is replaced at each save.
fn lock(path: &Path) -> io::Result<File> {
    let lock = File::create(beside(path, ".lock")).map_err(|error| explained(path, "cannot be written", &error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => {
            let message = format!("the state file {} is in use by another emulator", path.display());
            Err(io::Error::new(io::ErrorKind::ResourceBusy, message))
        }
        Err(TryLockError::Error(error)) => Err(explained(path, "cannot be locked", &error)),
    }
}

/// The name of a neighboring file.
fn beside(path: &Path, ending: &str) -> OsString {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name
}

/// The new name itself must reach the disk too.
#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}

/// A directory cannot be opened as a file there.
#[cfg(not(unix))]
fn sync_directory(_path: &Path) -> io::Result<()> {
    Ok(())
}

fn explained(path: &Path, what: &str, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("the state file {} {what}: {error}", path.display()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_something_else_is_refused_by_name() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.json");
        fs::write(&path, "[1]").unwrap();
        let error = StateFile::open(&path).unwrap_err().to_string();
        assert!(
            error.contains("state.json is not a state file of the emulator"),
            "{error}"
        );
    }

    #[test]
    fn what_is_saved_is_opened_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.json");
        let (mut file, mut store) = StateFile::open(&path).unwrap();
        store.connections.complete(1.0, None);
        file.save(&store).unwrap();
        let written = file.written.clone();
        drop(file);
        let (again, _) = StateFile::open(&path).unwrap();
        assert_eq!(again.written, written);
        let names = fs::read_dir(directory.path()).unwrap();
        let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(
            names,
            ["state.json", "state.json.lock"],
            "nothing else is left beside it"
        );
    }

    #[test]
    fn a_file_serves_one_emulator_at_a_time() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.json");
        let (held, _) = StateFile::open(&path).unwrap();
        let error = StateFile::open(&path).unwrap_err().to_string();
        assert!(error.ends_with("state.json is in use by another emulator"), "{error}");
        drop(held);
        StateFile::open(&path).unwrap();
    }

    #[test]
    fn a_file_that_could_never_be_written_is_refused_at_once() {
        let directory = tempfile::tempdir().unwrap();
        let error = StateFile::open(&directory.path().join("none/state.json")).unwrap_err();
        assert!(error.to_string().contains("state.json cannot be written"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let directory = tempfile::tempdir().unwrap();
        let [real, link] = ["real.json", "link.json"].map(|name| directory.path().join(name));
        drop(StateFile::open(&real).unwrap());
        let empty = fs::read(&real).unwrap();
        fs::write(&real, "{}").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        drop(StateFile::open(&link).unwrap());
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), empty);
    }
}
