//! The environment of AWS clients that call the emulator, as commands of a POSIX shell.

use codepipeline_emulator::Options;

/// Removes variables that would take precedence over those that lead clients to the emulator.
pub(crate) const UNSET: &str = "unset AWS_PROFILE AWS_SESSION_TOKEN";

/// Returns the URL of the console, and the variables that lead AWS clients to the emulator.
pub(crate) fn usage(url: &str, options: &Options) -> String {
    // Not every client can connect to the address of all interfaces.
    let url = url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
    let (id, secret) = (quoted(&options.access_key), quoted(&options.secret_key));
    format!(
        "console: {url}/console/

export AWS_ENDPOINT_URL={url}
export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1
export AWS_ACCESS_KEY_ID={id} AWS_SECRET_ACCESS_KEY={secret}
export CODEPIPELINE_CONSOLE_URL={url}
{UNSET}"
    )
}

/// Returns a word of a POSIX shell.
fn quoted(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./+=".contains(letter);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
