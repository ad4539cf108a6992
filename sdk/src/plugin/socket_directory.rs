//! The directory of the Unix socket, which only this user can access.

use std::{
    fs::Permissions,
    io,
    os::unix::{fs::PermissionsExt, net::SocketAddr},
    path::Path,
};

use tempfile::TempDir;

/// Name of the socket; short, because the whole path has about a hundred bytes.
const SOCKET: &str = "plugin.sock";

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
            .prefix("terraform-")
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

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
