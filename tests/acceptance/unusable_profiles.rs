//! Profiles that the provider cannot use: each is one error that names the cause and what to do.

use super::credential_bench::{Bench, metadata, section};

/// A profile with a role, and the profiles behind it.
const ROLE: &str = "role_arn = arn:aws:iam::111122223333:role/work\n";
const MFA: &str = "mfa_serial = arn:aws:iam::111122223333:mfa/jane\n";
const KEYS: &str = "[profile keys]\naws_access_key_id = test\naws_secret_access_key = test\n";

/// How a profile `work` or `between` requires a code, and the command that starts a session.
const WITH_MFA: [(&str, &str, &str); 4] = [
    (
        "[profile work]\nROLE MFA source_profile = keys\n",
        "work",
        "aws sts get-session-token --profile keys --serial-number arn:aws:iam::111122223333:mfa/jane --token-code CODE",
    ),
    (
        "[profile work]\nROLE source_profile = between\n[profile between]\nROLE MFA source_profile = keys\n",
        "between",
        "aws sts get-session-token --profile keys",
    ),
    (
        "[profile work]\nROLE MFA source_profile = between\n[profile between]\nROLE source_profile = keys\n",
        "work",
        "aws sts get-session-token --profile between",
    ),
    (
        "[profile work]\nROLE MFA credential_source = Environment\n",
        "work",
        "aws sts get-session-token --serial-number",
    ),
];

/// Replaces the words `ROLE` and `MFA`.
fn written(profile: &str) -> String {
    format!("{}{KEYS}", profile.replace("ROLE ", ROLE).replace("MFA ", MFA))
}

#[test]
fn a_role_with_mfa_serial_is_one_error_before_any_call_with_the_command_that_starts_a_session() {
    for (profile, named, command) in WITH_MFA {
        for source in ["profile = \"work\"", ""] {
            let mut bench = Bench::new();
            bench.workspace.write(".aws/config", &written(profile));
            bench.provide(source);
            if source.is_empty() {
                bench.workspace.set_variable("AWS_PROFILE", "work");
            }
            bench
                .fails()
                .says("Cannot use the AWS account")
                .says("Cannot use the credentials from the profile \"work\"")
                .says(&format!(
                    "the profile {named:?} of the shared configuration files has mfa_serial, and a provider cannot ask for \
                     the code of an MFA device."
                ))
                .says(command)
                .says("aws sso login")
                .says("credential_process")
                .says_not("get-caller-identity");
            assert_eq!(bench.recorder.take().len(), 0);
        }
    }
}

#[test]
fn mfa_serial_without_a_role_to_assume_is_ignored_as_in_hashicorp_aws() {
    let bench = Bench::new();
    let keys = bench.account.keys_of_role("session");
    bench.provide("profile = \"work\"");
    let with_keys = section("profile work", &keys) + MFA;
    bench.workspace.write(".aws/config", &with_keys);
    bench.signs_with(&keys);
    // The keys of a source profile precede everything else in it.
    let source =
        section("profile source", &keys) + ROLE + MFA + "source_profile = source\ncredential_process = false\n";
    let work = format!("[profile work]\n{ROLE}source_profile = source\n{source}");
    bench.workspace.write(".aws/config", &work);
    bench.assumes_with(&keys);
}

#[test]
fn a_session_of_aws_login_is_one_error_with_a_profile_that_works() {
    let session = "login_session = arn:aws:iam::111122223333:user/jane\n";
    for profile in [
        format!("[profile work]\n{session}"),
        format!("[profile source]\n{session}[profile work]\n{ROLE}source_profile = source\n"),
    ] {
        let bench = Bench::new();
        bench.workspace.write(".aws/config", &profile);
        bench.provide("profile = \"work\"");
        let name = if profile.contains("source]") { "source" } else { "work" };
        bench
            .fails()
            .says(&format!(
                "the profile {name:?} of the shared configuration files has login_session"
            ))
            .says(&format!("aws login --profile {name}"))
            .says(&format!(
                "credential_process = aws configure export-credentials --profile {name} --format process"
            ));
    }
}

/// The configuration file, and the cause that the error names.
const CAUSES: [(&str, &str); 9] = [
    ("[profile other]\n", "profile `work` was not defined"),
    (
        "[profile work]\nROLE source_profile = typo\n",
        "profile `typo` was not defined: could not find source profile typo referenced from work",
    ),
    ("[profile work]\nROLE", "neither were defined"),
    (
        "[profile work]\nROLE source_profile = work2\n[profile work2]\nROLE source_profile = work\n",
        "infinite loop",
    ),
    ("[profile work\n", "config on line 1"),
    (
        "[profile work]\nROLE credential_source = Typo\n",
        "profile referenced `Typo` provider",
    ),
    (
        "[profile work]\nROLE credential_source = Environment\n",
        "environment variable not set (credential_source = Environment)",
    ),
    (
        "[profile work]\nROLE credential_source = EcsContainer\n",
        "ECS provider not configured (credential_source = EcsContainer)",
    ),
    (
        "[profile work]\nsso_session = typo\nsso_account_id = 111122223333\nsso_role_name = Deploy\n",
        "sso-session named `typo`",
    ),
];

#[test]
fn a_profile_that_is_missing_or_malformed_is_one_error_that_names_the_cause() {
    let bench = Bench::new();
    bench.provide("profile = \"work\"");
    for (profile, cause) in CAUSES {
        bench
            .workspace
            .write(".aws/config", &profile.replace("ROLE ", ROLE).replace("ROLE", ROLE));
        bench
            .fails()
            .says("the profile \"work\"")
            .says(cause)
            .says_not("aws sso login");
    }
    assert_eq!(bench.recorder.take().len(), 0);
}

#[test]
fn a_profile_that_the_environment_names_but_that_is_missing_is_not_replaced_by_the_credentials_of_the_instance() {
    for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
        let mut bench = Bench::with(metadata);
        bench.workspace.unset_variable("AWS_EC2_METADATA_DISABLED");
        let url = bench.recorder.url().to_owned();
        bench.workspace.set_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", &url);
        bench.workspace.set_variable(variable, "typo");
        bench.fails().says(&format!(
            "the profile \"typo\" of {variable} (profile `typo` was not defined"
        ));
        assert_eq!(bench.recorder.take().len(), 0);
        // A profile that exists may leave them to the instance.
        bench.workspace.write(".aws/config", "[profile typo]\noutput = json\n");
        bench.signs_with(&bench.fake);
    }
}

#[test]
fn a_web_identity_token_that_cannot_be_read_is_one_error_that_names_the_file() {
    let mut bench = Bench::new();
    let member = "web_identity_token_file = /nowhere/token\n";
    bench
        .workspace
        .write(".aws/config", &format!("[profile work]\n{ROLE}{member}"));
    let fails = |bench: &Bench| {
        bench
            .fails()
            .says("Cannot assume the role arn:aws:iam::111122223333:role/work")
            .says("cannot read the token file /nowhere/token: No such file");
    };
    bench.provide("profile = \"work\"");
    fails(&bench);
    bench.provide("");
    for (variable, value) in [
        ("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/work"),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere/token"),
    ] {
        bench.workspace.set_variable(variable, value);
    }
    fails(&bench);
}
