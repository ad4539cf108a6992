//! The plugin process as Terraform starts it.

mod by_hand;
mod ending;
mod handshake;
mod logs;
mod mutual_tls;
mod services;
mod sockets;
mod unfinished;
