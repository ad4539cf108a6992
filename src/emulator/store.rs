//! Everything that the emulated account holds, and the file that keeps it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::connections::Connections;
use super::pipelines::Pipelines;
use super::sts::Sessions;

/// Everything that the emulated accounts hold.
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

/// A file that always holds a whole store: the one before a call or the one after it.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    /// What the file holds.
    written: Vec<u8>,
}

impl StateFile {
    /// Opens the file and reads the store; no file is an empty store.
    ///
    /// # Errors
    /// What reading gives, and `InvalidData` if the file holds something else.
    pub(crate) fn open(path: &Path) -> io::Result<(Self, Store)> {
        let written = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(explained(path, "cannot be read", &error)),
        };
        let file = Self {
            path: path.to_owned(),
            written,
        };
        let store = file
            .store()
            .map_err(|error| explained(path, "is no state of the emulator", &error))?;
        Ok((file, store))
    }

    /// Puts the store on the disk, if it is not what is there already.
    ///
    /// The bytes go to a neighbouring file first, which then takes the name: whoever kills the process in between
    /// leaves the earlier file whole.
    ///
    /// # Errors
    /// What writing gives; the file then still holds the earlier store.
    pub(crate) fn save(&mut self, store: &Store) -> io::Result<()> {
        let bytes = serde_json::to_vec(store)?;
        if bytes == self.written {
            return Ok(());
        }
        let mut name = self.path.clone().into_os_string();
        name.push(".new");
        let mut file = File::create(&name)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&name, &self.path)?;
        sync_directory(&self.path)?;
        self.written = bytes;
        Ok(())
    }

    /// The store that the file holds.
    ///
    /// # Errors
    /// `InvalidData` if it holds something else.
    pub(crate) fn store(&self) -> io::Result<Store> {
        if self.written.is_empty() {
            return Ok(Store::default());
        }
        Ok(serde_json::from_slice(&self.written)?)
    }
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
        assert!(error.contains("state.json is no state of the emulator"), "{error}");
    }

    #[test]
    fn what_is_saved_is_opened_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.json");
        let (mut file, mut store) = StateFile::open(&path).unwrap();
        store.connections.settle(1.0, None);
        file.save(&store).unwrap();
        let (again, _) = StateFile::open(&path).unwrap();
        assert_eq!(again.written, file.written);
        assert_eq!(
            fs::read_dir(directory.path()).unwrap().count(),
            1,
            "no file is left beside it"
        );
    }
}
