//! The actions, invoked as Terraform 1.14 does: clients that cannot do so meet them here only.

mod await_handshake;
mod invocation;
