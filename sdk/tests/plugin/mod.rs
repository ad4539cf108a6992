//! The plugin process as Terraform starts it, with a provider of the tests' own.

mod debugging;
mod ending;
pub(crate) mod example;
mod handshake;
mod logs;
mod mutual_tls;
mod services;
#[cfg(unix)]
mod sockets;
#[cfg(target_os = "linux")]
mod users;
