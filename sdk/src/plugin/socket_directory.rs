//! The directory of the Unix socket, which only this user can access.

use std::{
    fs::{self, Permissions},
    io,
    os::unix::{
        fs::{FileTypeExt, PermissionsExt},
        net::{SocketAddr, UnixStream},
    },
    path::Path,
    time::Duration,
};

use tempfile::TempDir;

/// Name of the socket; short, because the whole path has about a hundred bytes.
const SOCKET: &str = "plugin.sock";

/// Prefix of the directory names.
const PREFIX: &str = "terraform-";

/// A newer directory may belong to a process that does not listen yet.
const STARTING: Duration = Duration::from_secs(60);

/// Where the directory is made if the path in the host's directory is too long for a socket.
const SHORT: &str = "/tmp";

/// A fresh directory for one socket, removed with it when dropped.
///
/// In a shared temporary directory, only the mode of the socket would protect it, which not every system checks.
pub(super) struct SocketDirectory {
    _directory: TempDir,
    socket: String,
}

impl SocketDirectory {
    /// Makes a directory in `parent`, or in `/tmp` if a path in `parent` is no address of a socket.
    ///
    /// # Errors
    /// Returns an error if the directory cannot be made.
    pub(super) fn create(parent: &Path) -> io::Result<Self> {
        sweep(parent, STARTING);
        match Self::create_in(parent)? {
            Some(directory) => Ok(directory),
            None => Self::create_in(Path::new(SHORT))?.ok_or_else(|| io::ErrorKind::InvalidFilename.into()),
        }
    }

    /// Returns the path of the socket, which the host can read between bars on one line.
    pub(super) fn socket(&self) -> &str {
        &self.socket
    }

    /// Returns `None` if the path does not fit the system's limit or the handshake line.
    fn create_in(parent: &Path) -> io::Result<Option<Self>> {
        let directory = tempfile::Builder::new()
            .prefix(PREFIX)
            .permissions(Permissions::from_mode(0o700))
            .tempdir_in(parent)?;
        let path = directory.path().join(SOCKET);
        let plain = path.to_str().filter(|text| !text.contains(['|', '\n', '\r']));
        let address = plain.filter(|text| SocketAddr::from_pathname(text).is_ok());
        Ok(address.map(|address| Self {
            socket: address.to_owned(),
            _directory: directory,
        }))
    }
}

/// Removes the directories of this user whose process was killed: nothing listens on their sockets.
fn sweep(parent: &Path, starting: Duration) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        let age = entry.metadata().and_then(|metadata| metadata.modified()).ok();
        let is_old = age
            .and_then(|time| time.elapsed().ok())
            .is_some_and(|age| age >= starting);
        let socket = entry.path().join(SOCKET);
        if is_ours && is_old && is_abandoned(&socket) && fs::remove_file(&socket).is_ok() {
            // A directory that holds anything else is not one of ours, and stays.
            let _ = fs::remove_dir(entry.path());
        }
    }
}

/// Returns whether the process that listened on a socket is gone. A directory of another user cannot be entered.
fn is_abandoned(socket: &Path) -> bool {
    let is_socket = fs::symlink_metadata(socket).is_ok_and(|metadata| metadata.file_type().is_socket());
    is_socket && matches!(UnixStream::connect(socket), Err(error) if error.kind() == io::ErrorKind::ConnectionRefused)
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::net::UnixListener};

    use super::*;

    #[test]
    fn the_directory_of_a_process_that_was_killed_is_removed_and_no_other() {
        let parent = tempfile::tempdir().unwrap();
        let make = |name: &str| {
            let directory = parent.path().join(name);
            fs::create_dir(&directory).unwrap();
            directory.join(SOCKET)
        };
        drop(UnixListener::bind(make("terraform-killed")).unwrap());
        drop(UnixListener::bind(make("other-killed")).unwrap());
        let _alive = UnixListener::bind(make("terraform-alive")).unwrap();
        make("terraform-starting");
        fs::write(make("terraform-file"), "").unwrap();
        let left = || {
            let names = fs::read_dir(parent.path()).unwrap().flatten();
            let mut names: Vec<String> = names.map(|entry| entry.file_name().into_string().unwrap()).collect();
            names.sort();
            names
        };
        sweep(parent.path(), STARTING);
        assert_eq!(left().len(), 5);
        sweep(parent.path(), Duration::ZERO);
        assert_eq!(
            left(),
            [
                "other-killed",
                "terraform-alive",
                "terraform-file",
                "terraform-starting"
            ]
        );
    }

    #[test]
    fn the_directory_is_private_and_goes_with_its_guard() {
        let parent = tempfile::tempdir().unwrap();
        let directory = SocketDirectory::create(parent.path()).unwrap();
        let socket = Path::new(directory.socket());
        let mode = fs::metadata(socket.parent().unwrap()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        fs::write(socket, "").unwrap();
        drop(directory);
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_path_that_is_no_address_falls_back_to_a_short_directory() {
        let parent = tempfile::tempdir().unwrap();
        for name in ["a|b", "a\nb", &"x".repeat(120)] {
            let inside = parent.path().join(name);
            fs::create_dir(&inside).unwrap();
            let directory = SocketDirectory::create(&inside).unwrap();
            assert!(directory.socket().starts_with("/tmp/terraform-"), "{name}");
            assert_eq!(fs::read_dir(&inside).unwrap().count(), 0, "{name}");
        }
    }
}
