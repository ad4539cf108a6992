//! The command line that the acceptance tests drive: Terraform or OpenTofu, and what its version can do.

use std::{ffi::OsString, io::Write, path::Path, process::Command, sync::OnceLock};

/// Names the command line to test with: a path, or a name on `PATH`. Without it `terraform` is used, else `tofu`.
const VARIABLE: &str = "CODEPIPELINE_TEST_CLI";

/// Terraform or OpenTofu: their features arrived in different releases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Product {
    Terraform,
    OpenTofu,
}

/// What the provider offers but an older command line cannot carry.
///
/// This table is the one place where a test may step back: a case asks [`Cli::offers`], which reports on the terminal
/// what was skipped and why. A release that the table names must pass every case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Feature {
    Functions,
    MoveAcrossTypes,
    WriteOnlyArguments,
    IdentityImport,
    ListResources,
    Actions,
    /// Requests that show whether a plan is part of an apply.
    PhaseOfPlan,
    /// A state file with the objects that a running apply has created so far.
    StateOfRunningApply,
    /// `source` of `mock_provider`.
    MocksFromFiles,
    /// Functions of a provider in the assertions of a test, with which OpenTofu 1.12 crashes.
    FunctionsInAssertions,
}

impl Feature {
    const ALL: [Self; 10] = [
        Self::Functions,
        Self::MoveAcrossTypes,
        Self::WriteOnlyArguments,
        Self::IdentityImport,
        Self::ListResources,
        Self::Actions,
        Self::PhaseOfPlan,
        Self::StateOfRunningApply,
        Self::MocksFromFiles,
        Self::FunctionsInAssertions,
    ];

    /// The first release that has it, as (major, minor, patch); `None` where the product never got it.
    fn since(self, product: Product) -> Option<(u32, u32, u32)> {
        use Feature::*;
        match (self, product) {
            (Functions, Product::Terraform) => Some((1, 8, 0)),
            (Functions, Product::OpenTofu) => Some((1, 7, 0)),
            (MoveAcrossTypes, Product::Terraform) => Some((1, 8, 0)),
            // OpenTofu 1.10 moves too, but names the source's address rightly only from here on.
            (MoveAcrossTypes, Product::OpenTofu) => Some((1, 12, 4)),
            (WriteOnlyArguments, _) => Some((1, 11, 0)),
            (IdentityImport, _) => Some((1, 12, 0)),
            (ListResources | Actions, Product::Terraform) => Some((1, 14, 0)),
            (ListResources | Actions | PhaseOfPlan | StateOfRunningApply, Product::OpenTofu) => None,
            (MocksFromFiles | FunctionsInAssertions, Product::OpenTofu) => None,
            (PhaseOfPlan, Product::Terraform) => Some((1, 11, 0)),
            (StateOfRunningApply, Product::Terraform) => Some((1, 8, 0)),
            (MocksFromFiles, Product::Terraform) => Some((1, 7, 0)),
            (FunctionsInAssertions, Product::Terraform) => Some((1, 8, 0)),
        }
    }
}

/// One installed command line.
#[derive(Debug)]
pub(crate) struct Cli {
    program: OsString,
    product: Product,
    version: (u32, u32, u32),
}

impl Cli {
    /// The command line of this test run, found once.
    ///
    /// # Panics
    /// When it cannot be started: acceptance tests never skip themselves.
    pub(crate) fn chosen() -> &'static Self {
        static CHOSEN: OnceLock<Cli> = OnceLock::new();
        CHOSEN.get_or_init(|| Self::first_of(candidates()))
    }

    /// The first of these programs that can be run at all.
    fn first_of(programs: Vec<OsString>) -> Self {
        let tried = format!("{programs:?}");
        let mut answers = programs.into_iter().filter_map(|program| {
            let mut command = Command::new(&program);
            let answer = command.arg("version").env("CHECKPOINT_DISABLE", "1").output().ok()?;
            Some((program, answer))
        });
        let (program, answer) = answers.next().unwrap_or_else(|| {
            panic!(
                "none of {tried} can be run. The acceptance tests drive the real command line: install Terraform 1.8 or \
                 newer or OpenTofu 1.10 or newer, or set {VARIABLE} to the path of either."
            )
        });
        let banner = String::from_utf8_lossy(&answer.stdout).into_owned();
        let (product, version) = parse_banner(&banner)
            .unwrap_or_else(|| panic!("{program:?} is neither Terraform nor OpenTofu; `version` answered: {banner}"));
        Self {
            program,
            product,
            version,
        }
    }

    /// Its path or name.
    pub(crate) fn program(&self) -> &str {
        self.program.to_str().expect("the choice of a test run is UTF-8")
    }

    /// A command that starts it.
    pub(crate) fn command(&self) -> Command {
        Command::new(&self.program)
    }

    /// Whether this command line can carry `feature`; a "no" is announced on the terminal with the test's name.
    pub(crate) fn offers(&self, feature: Feature) -> bool {
        let offered = self.has(feature);
        if !offered {
            let since = feature.since(self.product);
            let since = since.map_or("never had it".to_owned(), |first| {
                format!("has it since {}", dotted(first))
            });
            let (product, version) = (self.product, dotted(self.version));
            announce_omission(&format!("{feature:?}; {product:?} {since}, this is {version}"));
        }
        offered
    }

    /// Whether it generates configuration only for `import` blocks that name their provider. Announces a "yes".
    ///
    /// Terraform 1.16 does not look the provider up in `required_providers`.
    pub(crate) fn generates_only_with_provider(&self) -> bool {
        let (major, minor, _) = self.version;
        let only = self.product == Product::Terraform && (major, minor) == (1, 16);
        if only {
            announce(
                "generates configuration with `provider` in the import block: Terraform 1.16 ignores required_providers",
            );
        }
        only
    }

    /// The features that it lacks.
    fn lacks(&self) -> Vec<Feature> {
        Feature::ALL.into_iter().filter(|feature| !self.has(*feature)).collect()
    }

    fn has(&self, feature: Feature) -> bool {
        feature.since(self.product).is_some_and(|first| self.version >= first)
    }
}

/// Writes to the terminal what the running test leaves out, and why.
pub(crate) fn announce_omission(reason: &str) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    announce(&format!("not run in {test}: {reason}"));
}

/// Writes a line to the terminal. The handle, not the macro: the test harness would swallow `eprintln!` of a passing test.
fn announce(notice: &str) {
    writeln!(std::io::stderr(), "{notice}").expect("stderr is open");
}

fn dotted((major, minor, patch): (u32, u32, u32)) -> String {
    format!("{major}.{minor}.{patch}")
}

#[expect(
    clippy::disallowed_methods,
    reason = "an environment variable selects the command-line program for the acceptance tests"
)]
fn candidates() -> Vec<OsString> {
    match std::env::var_os(VARIABLE).filter(|choice| !choice.is_empty()) {
        Some(choice) => vec![absolute(choice)],
        None => vec!["terraform".into(), "tofu".into()],
    }
}

/// Each test works in a directory of its own: a path must lead to the same program from there.
fn absolute(program: OsString) -> OsString {
    match Path::new(&program).components().count() {
        1 => program,
        _ => std::path::absolute(program).expect("the path is not empty").into(),
    }
}

#[test]
fn a_command_line_that_is_not_installed_leaves_the_choice_to_the_next() {
    let chosen = Cli::chosen();
    let found = Cli::first_of(vec!["/nowhere/terraform".into(), chosen.program.clone()]);
    assert_eq!((found.program, found.version), (chosen.program.clone(), chosen.version));
}

#[test]
fn the_features_that_the_chosen_command_line_lacks_are_announced() {
    let cli = Cli::chosen();
    let (product, version, lacks) = (cli.product, dotted(cli.version), cli.lacks());
    announce(&format!(
        "{product:?} {version} lacks, and its tests leave out: {lacks:?}"
    ));
    assert!(lacks.len() < Feature::ALL.len());
}

#[test]
fn a_path_is_made_absolute_and_a_name_is_not() {
    assert_eq!(absolute("tofu".into()), "tofu");
    let here = std::env::current_dir().unwrap();
    assert_eq!(absolute("./bin/tofu".into()), here.join("bin/tofu"));
}

/// Finds the line of `version` such as `Terraform v1.11.4` or `OpenTofu v1.12.6-dev`; warnings may come before it.
fn parse_banner(banner: &str) -> Option<(Product, (u32, u32, u32))> {
    banner.lines().find_map(|line| {
        let (name, version) = line.split_once(" v")?;
        let product = match name {
            "Terraform" => Product::Terraform,
            "OpenTofu" => Product::OpenTofu,
            _ => return None,
        };
        let release = version.split(['-', '+', ' ']).next()?;
        let mut numbers = release.split('.').map(str::parse::<u32>);
        let mut next = || numbers.next()?.ok();
        Some((product, (next()?, next()?, next()?)))
    })
}

#[test]
fn a_release_has_a_feature_from_the_first_one_on_and_never_before() {
    use Feature::*;
    let cases = [
        (Functions, Some((1, 8, 0)), Some((1, 7, 0))),
        (MoveAcrossTypes, Some((1, 8, 0)), Some((1, 12, 4))),
        (WriteOnlyArguments, Some((1, 11, 0)), Some((1, 11, 0))),
        (IdentityImport, Some((1, 12, 0)), Some((1, 12, 0))),
        (ListResources, Some((1, 14, 0)), None),
        (Actions, Some((1, 14, 0)), None),
        (PhaseOfPlan, Some((1, 11, 0)), None),
        (StateOfRunningApply, Some((1, 8, 0)), None),
        (MocksFromFiles, Some((1, 7, 0)), None),
        (FunctionsInAssertions, Some((1, 8, 0)), None),
    ];
    for (feature, terraform, opentofu) in cases {
        for (product, since) in [(Product::Terraform, terraform), (Product::OpenTofu, opentofu)] {
            let cli = |version| Cli {
                program: "some".into(),
                product,
                version,
            };
            assert!(!cli((1, 6, 9)).has(feature), "{feature:?} {product:?}");
            assert_eq!(cli((1, 99, 0)).has(feature), since.is_some(), "{feature:?} {product:?}");
            assert!(
                since.is_none_or(|first| cli(first).has(feature)),
                "{feature:?} {product:?}"
            );
        }
    }
}

#[test]
fn a_version_banner_names_the_product_and_its_release() {
    let cases = [
        (
            "Terraform v1.11.4\non linux_amd64\n",
            Some((Product::Terraform, (1, 11, 4))),
        ),
        (
            "Terraform v1.17.0-alpha20260812",
            Some((Product::Terraform, (1, 17, 0))),
        ),
        (
            "Warning: no settings\n\nOpenTofu v1.12.6\n",
            Some((Product::OpenTofu, (1, 12, 6))),
        ),
        ("Pulumi v3.0.0", None),
        ("", None),
    ];
    for (banner, expected) in cases {
        assert_eq!(parse_banner(banner), expected, "{banner}");
    }
}
