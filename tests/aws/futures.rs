//! Terraform's calls run on several threads: every future of the room must be able to move between them.

use serde_json::Value;
use terraform_provider_codepipeline::aws::{
    Arn, Session,
    connections::{Connections, NewConnection},
    error::Error,
    hosts::{Hosts, NewHost},
    pipelines::{Pipelines, Save},
    service::Service,
    wait::{self, Patience, Pauses},
};

fn can_move<T: Send>(_: T) {}

#[test]
fn every_future_can_move_between_threads() {
    // Only compiled: calling it would need AWS.
    let _ = |connections: Connections, hosts: Hosts, pipelines: Pipelines, arn: Arn, patience: Patience| {
        can_move(connections.create(Service::CodeConnections, "eu-west-1", &NewConnection::default()));
        can_move(connections.get(&arn));
        can_move(connections.known(Service::CodeConnections, "eu-west-1"));
        can_move(hosts.create(Service::CodeConnections, "eu-west-1", &NewHost::default()));
        can_move(pipelines.create("eu-west-1", &Value::Null, &Default::default(), &patience));
        can_move(pipelines.merge::<Error>("eu-west-1", "demo", &patience, |_| Ok(Save::Always)));
        can_move(pipelines.delete("eu-west-1", "demo", &patience));
        let pauses = Pauses {
            first: Default::default(),
            longest: Default::default(),
        };
        can_move(async { wait::until(&patience, pauses, Error::is_transient, || connections.get(&arn)).await });
    };
    can_move(Session::new(Default::default(), Default::default()));
}
