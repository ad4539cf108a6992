//! The directory of the Unix socket, which only this user (and a group, if the host names one) may enter.
#![cfg(unix)]

use std::{
    fs::{self, DirBuilder, Permissions},
    io,
    os::unix::{
        fs::{DirBuilderExt, PermissionsExt, chown},
        net::SocketAddr,
    },
    path::PathBuf,
};

use crate::plugin::{environment::SocketSettings, unix_group};

/// Name of the socket; short, because the whole path has about a hundred bytes.
const SOCKET: &str = "plugin.sock";

/// A fresh directory for one socket, removed with it when dropped.
///
/// A socket beside others in the temporary directory would be protected by its own mode alone, which not every system
/// looks at.
pub(super) struct SocketDirectory {
    path: PathBuf,
    group: Option<u32>,
}

/// Why there can be no Unix socket.
pub(super) enum Unusable {
    /// Its path does not fit the system's limit or the handshake line.
    Path(String),
    /// The directory cannot be written to, or its file system has no sockets.
    Directory(io::Error),
    /// The host's group cannot be let in.
    Group(io::Error),
}

impl SocketDirectory {
    /// Makes a directory that did not exist before.
    pub(super) fn create(settings: &SocketSettings) -> Result<Self, Unusable> {
        let group = settings.group.as_deref().map(unix_group::id).transpose();
        let group = group.map_err(Unusable::Group)?;
        let name = uuid::Uuid::new_v4().simple().to_string();
        let path = settings.directory.join(format!("terraform-{}", &name[..16]));
        DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .map_err(Unusable::Directory)?;
        Ok(Self { path, group })
    }

    /// The path of the socket as the host will read it between bars on one line.
    pub(super) fn socket_address(&self) -> Result<String, Unusable> {
        let path = self.path.join(SOCKET);
        let plain = path.to_str().filter(|text| !text.contains(['|', '\n', '\r']));
        match plain {
            Some(text) if SocketAddr::from_pathname(text).is_ok() => Ok(text.to_owned()),
            _ => Err(Unusable::Path(path.to_string_lossy().into_owned())),
        }
    }

    /// Lets the host's group, if there is one, reach the bound socket.
    pub(super) fn admit_group(&self) -> io::Result<()> {
        let Some(group) = self.group else { return Ok(()) };
        let socket = self.path.join(SOCKET);
        chown(&socket, None, Some(group))?;
        fs::set_permissions(&socket, Permissions::from_mode(0o660))?;
        chown(&self.path, None, Some(group))?;
        fs::set_permissions(&self.path, Permissions::from_mode(0o710))
    }
}

impl Drop for SocketDirectory {
    fn drop(&mut self) {
        // The process ends: there is nobody left to tell about a failure.
        let _ = fs::remove_dir_all(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plugin::environment::Ports;

    fn settings(directory: PathBuf, group: Option<String>) -> SocketSettings {
        SocketSettings {
            directory,
            group,
            ports: Ports::default(),
        }
    }

    fn mode(path: &std::path::Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_directory_is_private_and_goes_with_its_guard() {
        let parent = tempfile::tempdir().unwrap();
        let directory = SocketDirectory::create(&settings(parent.path().into(), None))
            .ok()
            .unwrap();
        assert_eq!(mode(&directory.path), 0o700);
        fs::write(directory.path.join(SOCKET), "").unwrap();
        drop(directory);
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_group_may_enter_but_not_list() {
        let parent = tempfile::tempdir().unwrap();
        let own = std::os::unix::fs::MetadataExt::gid(&fs::metadata(parent.path()).unwrap());
        let directory = SocketDirectory::create(&settings(parent.path().into(), Some(own.to_string())))
            .ok()
            .unwrap();
        fs::write(directory.path.join(SOCKET), "").unwrap();
        directory.admit_group().unwrap();
        assert_eq!(mode(&directory.path), 0o710);
        assert_eq!(mode(&directory.path.join(SOCKET)), 0o660);
    }

    #[test]
    fn a_path_that_the_line_cannot_carry_is_unusable() {
        let parent = tempfile::tempdir().unwrap();
        for name in ["a|b", "a\nb", &"x".repeat(120)] {
            let inside = parent.path().join(name);
            fs::create_dir(&inside).unwrap();
            let directory = SocketDirectory::create(&settings(inside, None)).ok().unwrap();
            assert!(matches!(directory.socket_address(), Err(Unusable::Path(_))), "{name}");
        }
    }
}
