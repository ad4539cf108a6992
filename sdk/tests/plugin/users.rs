//! What other users and other processes of the machine can reach.

use std::{
    fs::{self, Permissions},
    io::{self, ErrorKind},
    os::unix::{fs::PermissionsExt, net::UnixStream},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use rustix::{process::geteuid, thread::set_thread_res_uid};
use terraform_provider_sdk_testing::plugin_process::{Launch, PluginProcess};

use super::{debugging, example::greeter};

/// Runs `action` on a thread whose user has no privileges: root acts as another user, others act as themselves.
fn without_privileges<T: Send>(action: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            if geteuid().is_root() {
                let other = rustix::process::Uid::from_raw(65534);
                set_thread_res_uid(other, other, other).expect("root can act as every user");
            }
            action()
        });
        thread.join().expect("the action does not panic")
    })
}

/// A directory that every user can enter.
fn shared_directory() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::set_permissions(directory.path(), Permissions::from_mode(0o777)).unwrap();
    directory
}

fn connected_by_another_user(socket: &Path) -> io::Result<UnixStream> {
    without_privileges(|| UnixStream::connect(socket))
}

/// Fails unless the directory of the socket keeps other users out. Only root can act as another user; for others, the
/// mode of the directory must do.
fn assert_private(socket: &Path) {
    let directory = socket.parent().unwrap();
    assert_eq!(fs::metadata(directory).unwrap().permissions().mode() & 0o777, 0o700);
    if geteuid().is_root() {
        fs::set_permissions(socket, Permissions::from_mode(0o777)).unwrap();
        let refused = connected_by_another_user(socket).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::PermissionDenied);
        fs::set_permissions(directory, Permissions::from_mode(0o755)).unwrap();
        connected_by_another_user(socket).expect("nothing but the directory keeps other users out");
    }
}

#[tokio::test]
async fn another_user_cannot_connect() {
    let shared = shared_directory();
    let plugin = Launch::new(&greeter()).env("TMPDIR", shared.path()).start().await;
    assert_private(Path::new(&plugin.handshake.address));
}

#[tokio::test]
async fn another_user_cannot_connect_to_a_process_for_debugging() {
    let shared = shared_directory();
    let (_process, network, address) = debugging::start(shared.path()).await;
    assert_eq!(network, "unix");
    assert_private(Path::new(&address));
}

/// Waits until a process has become the program that it runs, or for a second.
fn becomes_readable(process: u32) -> bool {
    (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        is_readable(process)
    })
}

/// Returns whether a process of the same user can read the environment of a process, which contains credentials. The
/// kernel allows it for the processes that leave core dumps.
fn is_readable(process: u32) -> bool {
    fs::read(format!("/proc/{process}/environ")).is_ok()
}

/// Copies the plugin to where every user can run it. A copy by this process could not be started while another thread
/// starts a process, which inherits the open file.
fn copied(plugin: &str, directory: &Path) -> PathBuf {
    let copy = directory.join("plugin");
    let status = Command::new("cp").arg(plugin).arg(&copy).status().unwrap();
    assert!(status.success());
    copy
}

#[test]
fn the_process_leaves_no_core_dump_and_other_processes_of_the_user_cannot_read_its_memory() {
    let shared = shared_directory();
    let plugin = copied(&greeter(), shared.path());
    let (of_plugin, of_another) = without_privileges(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(async {
            let plugin = PluginProcess::start(plugin.to_str().unwrap()).await;
            let mut another = Command::new("sleep").arg("60").spawn().unwrap();
            let readable = (is_readable(plugin.id()), becomes_readable(another.id()));
            another.kill().unwrap();
            another.wait().unwrap();
            readable
        })
    });
    assert!(
        of_another,
        "the kernel protects every process, so this test shows nothing"
    );
    assert!(!of_plugin);
}
