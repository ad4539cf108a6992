//! `codepipeline-emulator demo`: the provider's main job from nothing to the first execution, told step by step.

mod command_line;
mod console;
mod narration;

use std::fmt::Write;

use command_line::{Running, Tools, Workspace};
use console::Console;
use narration::{Failure, Narration, say};
use tokio::net::TcpListener;

use super::signals::Signals;
use codepipeline_emulator::{Options, Server};

/// What `examples/demo` builds from.
const REPOSITORY: &str = "acme/platform/payments-api";
const BRANCH: &str = "main";
/// What its provisioner prints before the link.
const LINK_MARKER: &str = "(local-exec): Authorise the connection: ";

const APPLY: [&str; 4] = ["apply", "-auto-approve", "-input=false", "-no-color"];
const PLAN: [&str; 4] = ["plan", "-detailed-exitcode", "-input=false", "-no-color"];
const DESTROY: [&str; 4] = ["destroy", "-auto-approve", "-input=false", "-no-color"];

/// Runs the demonstration; with `keep` everything stays up before the end until a signal. Whenever a signal comes, what
/// was made is removed.
///
/// # Errors
/// The first step that failed, or at which a signal came.
pub(crate) async fn run(keep: bool, mut signals: Signals) -> Result<(), Failure> {
    say("A GitLab connection and a pipeline, from nothing to the first execution, without an AWS account.\n");
    let mut told = Narration::begin();
    let up = tokio::select! {
        up = build_up(&mut told) => Some(up),
        () = signals.next() => None,
    };
    let up = up.unwrap_or_else(|| Err(told.interrupted()))?;
    if keep {
        linger(&up, &mut signals).await;
    }
    let down = tokio::select! {
        down = tear_down(&mut told, up) => Some(down),
        () = signals.next() => None,
    };
    down.unwrap_or_else(|| Err(told.interrupted()))
}

/// What stands before the end. Dropping it removes it.
struct Up {
    workspace: Workspace,
    console: Console,
    server: Server,
}

async fn build_up(told: &mut Narration) -> Result<Up, Failure> {
    let tools = told
        .step("Find the command line and the provider", find_tools())
        .await?;
    let (server, console) = told.step("Start an AWS on this machine", start_emulator()).await?;
    let workspace = told
        .step(
            "Copy examples/demo to a directory of its own",
            copy_example(tools, &server),
        )
        .await?;
    let name = workspace.program();
    let apply = told
        .step(&format!("{name} apply: the connection"), create_connection(&workspace))
        .await?;
    let apply = told
        .step(
            "Authorise it in the console, as a person does",
            authorize(&console, apply),
        )
        .await?;
    told.step(
        &format!("{name} apply goes on: the handshake, the pipeline"),
        finish_apply(apply),
    )
    .await?;
    told.step(&format!("Push to {BRANCH} of {REPOSITORY}"), push(&console))
        .await?;
    told.step(&format!("{name} plan"), plan_again(&workspace)).await?;
    Ok(Up {
        workspace,
        console,
        server,
    })
}

async fn tear_down(told: &mut Narration, up: Up) -> Result<(), Failure> {
    let name = up.workspace.program();
    told.step(&format!("{name} destroy"), destroy(&up.workspace)).await?;
    told.step("Look for anything left behind", look_around(&up.console))
        .await?;
    told.end();
    up.server.stop().await;
    Ok(())
}

async fn find_tools() -> Result<(Tools, String), String> {
    let tools = Tools::find().await?;
    let result = format!("{} and {}", tools.version, tools.plugin().display());
    Ok((tools, result))
}

async fn start_emulator() -> Result<((Server, Console), String), String> {
    let started = async {
        // Port 0: whatever else runs here, the demonstration finds a place.
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        Server::start(listener, Options::default())
    };
    let server = started
        .await
        .map_err(|error| format!("It cannot listen on this machine: {error}"))?;
    let console = Console::of(server.url())?;
    let result = format!("its console is {}", console.url());
    Ok(((server, console), result))
}

async fn copy_example(tools: Tools, server: &Server) -> Result<(Workspace, String), String> {
    let workspace = Workspace::create(tools, server.url())?;
    let result = workspace.directory().display().to_string();
    Ok((workspace, result))
}

/// An apply that waits for the handshake, and the link that it has printed.
struct Waiting {
    apply: Running,
    link: String,
}

/// Starts the apply and goes on once it prints the link.
async fn create_connection(workspace: &Workspace) -> Result<(Waiting, String), String> {
    let mut apply = workspace.start(&APPLY)?;
    let line = apply.wait_for(LINK_MARKER).await?;
    let link = line
        .split_once(LINK_MARKER)
        .map_or("", |(_, link)| link.trim())
        .to_owned();
    let result = format!("PENDING; it waits and says: Authorise the connection: {link}");
    Ok((Waiting { apply, link }, result))
}

async fn authorize(console: &Console, waiting: Waiting) -> Result<(Running, String), String> {
    let page = console.authorize(&waiting.link).await?;
    Ok((waiting.apply, format!("AVAILABLE, says {page}")))
}

async fn finish_apply(apply: Running) -> Result<((), String), String> {
    let written = apply.finish().await?;
    line_with(&written, "Apply complete!")
}

async fn push(console: &Console) -> Result<((), String), String> {
    let executions = console.push(REPOSITORY, BRANCH).await?;
    if executions.is_empty() {
        return Err("The push started no pipeline.".to_owned());
    }
    Ok(((), executions.join(", ")))
}

/// `-detailed-exitcode` makes a plan with changes fail.
async fn plan_again(workspace: &Workspace) -> Result<((), String), String> {
    line_with(&workspace.run(&PLAN).await?, "No changes.")
}

async fn destroy(workspace: &Workspace) -> Result<((), String), String> {
    line_with(&workspace.run(&DESTROY).await?, "Destroy complete!")
}

async fn look_around(console: &Console) -> Result<((), String), String> {
    let left = console.leftovers().await?;
    if left.is_empty() {
        return Ok(((), "nothing".to_owned()));
    }
    Err(left.join("\n"))
}

/// Says how to look at everything and waits for a signal.
async fn linger(up: &Up, signals: &mut Signals) {
    let Up { console, workspace, .. } = up;
    let mut text = format!("\nEverything is up.\n    Console        {}\n", console.url());
    let directory = workspace.directory().display();
    let _ = writeln!(
        text,
        "    Configuration  {directory}\n\nTo work in it, in another terminal:\n"
    );
    for (name, value) in workspace.variables() {
        let _ = writeln!(text, "    export {name}={}", value.display());
    }
    let _ = writeln!(
        text,
        "    cd {directory} && {} plan\n\nPress Ctrl-C to destroy it and go.",
        workspace.program()
    );
    say(&text);
    signals.next().await;
}

fn line_with(written: &str, marker: &str) -> Result<((), String), String> {
    let line = written.lines().find(|line| line.contains(marker));
    line.map(|line| ((), line.trim().to_owned()))
        .ok_or_else(|| format!("It never said \"{marker}\":\n{written}"))
}
