//! The steps of the demo.

use std::time::Duration;

use tokio::{net::TcpListener, time::timeout};

use codepipeline_emulator::{Options, Server};

use crate::{
    demo::{
        color::Style,
        console::Console,
        narration::{Failure, Narration, say},
        running::Running,
        tools::Tools,
        workspace::Workspace,
    },
    environment::UNSET,
    signals::Signals,
};

/// Repository of `examples/demo`.
const REPOSITORY: &str = "acme/platform/payments-api";
const BRANCH: &str = "main";
/// Time after which a signal that ended Terraform has reached the demo as well.
const SIGNAL_LAG: Duration = Duration::from_millis(500);
/// Output of its provisioner before the link.
const LINK_MARKER: &str = "(local-exec): Authorize the connection: ";

/// The resource of the demo whose plan is shown.
const SHOWN: &str = "codepipeline_connection.gitlab";

const FIRST_PLAN: [&str; 3] = ["plan", "-input=false", "-no-color"];
const APPLY: [&str; 4] = ["apply", "-auto-approve", "-input=false", "-no-color"];
const PLAN: [&str; 4] = ["plan", "-detailed-exitcode", "-input=false", "-no-color"];
const DESTROY: [&str; 4] = ["destroy", "-auto-approve", "-input=false", "-no-color"];

/// Runs the demo; with `keep` everything stays up until a signal. A signal removes everything that was created.
///
/// # Errors
/// Returns the step that failed or was interrupted.
pub(crate) async fn run(keep: bool, mut signals: Signals) -> Result<(), Failure> {
    say("Creates a GitLab connection and a pipeline, up to its first execution, without an AWS account.\n");
    let mut narration = Narration::new();
    let demo = unless_interrupted(&mut signals, run_steps(&mut narration)).await;
    let demo = demo.unwrap_or_else(|| Err(narration.interrupted()))?;
    if keep {
        wait_for_signal(&demo, &mut signals).await;
    }
    let finished = unless_interrupted(&mut signals, destroy_everything(&mut narration, demo)).await;
    finished.unwrap_or_else(|| Err(narration.interrupted()))?;
    if !keep {
        // As the program was typed, since it is seldom on PATH.
        let program = std::env::args_os().next().unwrap_or_default();
        say(&format!(
            "`{} demo --keep` keeps everything running.\n",
            program.display()
        ));
    }
    Ok(())
}

/// Returns the result of the steps, `None` if a signal ends them.
async fn unless_interrupted<T>(
    signals: &mut Signals,
    steps: impl Future<Output = Result<T, Failure>>,
) -> Option<Result<T, Failure>> {
    let result = tokio::select! {
        () = signals.next() => return None,
        result = steps => result,
    };
    // Ctrl-C also ends Terraform, and its end can be seen before the signal.
    if result.is_err() && timeout(SIGNAL_LAG, signals.next()).await.is_ok() {
        return None;
    }
    Some(result)
}

/// Everything that is running after the last step before destroy. Dropping it removes it.
struct RunningDemo {
    workspace: Workspace,
    console: Console,
    server: Server,
}

async fn run_steps(narration: &mut Narration) -> Result<RunningDemo, Failure> {
    let tools = narration
        .step(
            "Check the prerequisites: Terraform or OpenTofu, and the provider",
            find_tools(),
        )
        .await?;
    let (server, console) = narration
        .step("Start the AWS emulator on this machine", start_emulator())
        .await?;
    let workspace = narration
        .step(
            "Copy examples/demo to a temporary directory",
            copy_example(tools, &server),
        )
        .await?;
    let name = workspace.name();
    narration
        .step(&format!("{name} plan, of which this is an excerpt"), plan(&workspace))
        .await?;
    let apply = narration
        .step(
            &format!("{name} apply: create the connection"),
            create_connection(&workspace),
        )
        .await?;
    let apply = narration
        .step("Authorize the connection in the console", authorize(&console, apply))
        .await?;
    narration
        .step(
            &format!("{name} apply: wait for the handshake, create the pipeline"),
            finish_apply(apply),
        )
        .await?;
    narration
        .step(&format!("Push to {BRANCH} of {REPOSITORY}"), push(&console))
        .await?;
    narration.step(&format!("{name} plan"), plan_again(&workspace)).await?;
    Ok(RunningDemo {
        workspace,
        console,
        server,
    })
}

async fn destroy_everything(narration: &mut Narration, demo: RunningDemo) -> Result<(), Failure> {
    let name = demo.workspace.name();
    narration
        .step(&format!("{name} destroy"), destroy(&demo.workspace))
        .await?;
    narration
        .step("Check that nothing is left", find_leftovers(&demo.console))
        .await?;
    narration.end();
    demo.server.stop().await;
    Ok(())
}

async fn find_tools() -> Result<(Tools, String), String> {
    let tools = Tools::find().await?;
    let result = format!("{} and {}", tools.version, tools.plugin().display());
    Ok((tools, result))
}

async fn start_emulator() -> Result<((Server, Console), String), String> {
    let started = async {
        // Port 0: any free port.
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        Server::start(listener, Options::default())
    };
    let server = started
        .await
        .map_err(|error| format!("The emulator cannot listen on 127.0.0.1: {error}"))?;
    let console = Console::new(server.url())?;
    let result = format!("console: {}", console.url());
    Ok(((server, console), result))
}

async fn copy_example(tools: Tools, server: &Server) -> Result<(Workspace, String), String> {
    let workspace = Workspace::create(tools, server.url())?;
    let result = workspace.directory().display().to_string();
    Ok((workspace, result))
}

/// Plans everything, and shows one resource of the plan.
async fn plan(workspace: &Workspace) -> Result<((), String), String> {
    let written = workspace.run(&FIRST_PLAN).await?;
    let ((), summary) = line_with(&written, "Plan: ")?;
    let shown = format!("  # {SHOWN} will be created");
    let block = written.lines().skip_while(|line| *line != shown);
    let block = block.take_while(|line| !line.is_empty());
    Ok((
        (),
        block.fold(summary, |text, line| format!("{text}\n         {}", painted(line))),
    ))
}

/// Returns a line of a plan, in color if it adds something.
fn painted(line: &str) -> String {
    let text = line.trim_start();
    if text.starts_with('+') {
        format!("{}{}", &line[..line.len() - text.len()], Style::Added.paint(text))
    } else {
        line.to_owned()
    }
}

/// An apply that waits for the handshake, and the link that it printed.
struct WaitingApply {
    apply: Running,
    link: String,
}

/// Starts the apply and returns once it has printed the link.
async fn create_connection(workspace: &Workspace) -> Result<(WaitingApply, String), String> {
    let mut apply = workspace.start(&APPLY)?;
    let line = apply.wait_for(LINK_MARKER).await?;
    let link = line
        .split_once(LINK_MARKER)
        .map_or("", |(_, link)| link.trim())
        .to_owned();
    let result = format!("PENDING; the apply waits. Authorize the connection: {link}");
    Ok((WaitingApply { apply, link }, result))
}

async fn authorize(console: &Console, waiting: WaitingApply) -> Result<(Running, String), String> {
    let page = console.authorize(&waiting.link).await?;
    Ok((waiting.apply, format!("AVAILABLE: {page}")))
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

/// Plans again; `-detailed-exitcode` makes a plan with changes fail.
async fn plan_again(workspace: &Workspace) -> Result<((), String), String> {
    line_with(&workspace.run(&PLAN).await?, "No changes.")
}

async fn destroy(workspace: &Workspace) -> Result<((), String), String> {
    line_with(&workspace.run(&DESTROY).await?, "Destroy complete!")
}

async fn find_leftovers(console: &Console) -> Result<((), String), String> {
    let left = console.leftovers().await?;
    if left.is_empty() {
        return Ok(((), "nothing left".to_owned()));
    }
    Err(left.join("\n"))
}

/// Prints what to try and waits for a signal.
async fn wait_for_signal(demo: &RunningDemo, signals: &mut Signals) {
    say(&what_to_try(demo));
    signals.next().await;
}

fn what_to_try(demo: &RunningDemo) -> String {
    let RunningDemo { console, workspace, .. } = demo;
    let (directory, program) = (workspace.directory().display(), workspace.program());
    let variables = workspace.variables().into_iter();
    let exports = variables.map(|(variable, value)| format!("    export {variable}={}\n", value.display()));
    format!(
        "\n{}\n\n\
         Open the pipelines in the console, choose \"payments\", simulate a GitLab event, and see the execution that it \
         starts:\n\n    {}pipelines\n\n\
         In another terminal, set the environment:\n\n{}    {UNSET}\n    cd {directory}\n\n\
         Replace the connection. The apply waits until you open the page that it prints, and authorize it yourself:\n\n    \
         {program} apply -replace={SHOWN}\n\n\
         Paste a URL where AWS expects a path, and read the error:\n\n    \
         {program} plan -var repository=https://gitlab.com/{REPOSITORY}.git\n\n\
         Press Ctrl-C here to destroy everything and exit.\n",
        Style::Title.paint("Everything is running. What to try next:"),
        console.url(),
        exports.collect::<String>(),
    )
}

fn line_with(written: &str, marker: &str) -> Result<((), String), String> {
    let line = written.lines().find(|line| line.contains(marker));
    line.map(|line| ((), line.trim().to_owned()))
        .ok_or_else(|| format!("The output does not contain \"{marker}\":\n{written}"))
}
