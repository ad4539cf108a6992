//! Lists, actions and ephemeral resources through the real command line.

use crate::command_line::Workspace;

const MAIN: &str = r#"
ephemeral "kinds_session" "this" {
  path = "session.txt"
}

action "kinds_write" "hello" {
  config {
    path = "hello.txt"
    text = "Hello"
  }
}

resource "kinds_word" "alpha" {
  word = "alpha"
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.kinds_write.hello]
    }
  }
}
"#;

const QUERY: &str = r#"
list "kinds_word" "all" {
  provider = kinds
}

list "kinds_word" "first" {
  provider = kinds
  limit    = 1
}
"#;

#[test]
fn a_command_line_from_terraform_1_14_on_carries_out_all_kinds_and_an_older_one_refuses_the_file() {
    let workspace = Workspace::new("kinds", MAIN);
    if !workspace.has_lists_and_actions() {
        let refusal = workspace.fail(&["validate", "-no-color"]);
        assert!(
            refusal.contains("Blocks of type \"action\" are not expected here"),
            "{refusal}"
        );
        return;
    }
    workspace.write("words.tfquery.hcl", QUERY);
    let applied = workspace.succeed(&["apply", "-auto-approve", "-no-color"]);
    assert!(applied.contains("Writing hello.txt"), "{applied}");
    assert_eq!(workspace.read("hello.txt"), "Hello");
    assert_eq!(workspace.read("session.txt"), "closed");
    workspace.succeed(&["plan", "-detailed-exitcode", "-no-color"]);
    let found = workspace.succeed(&["query", "-no-color"]);
    let lines = |list: &str| found.lines().filter(|line| line.contains(list)).count();
    assert_eq!(
        (lines("list.kinds_word.all"), lines("list.kinds_word.first")),
        (2, 1),
        "{found}"
    );
    assert!(found.contains("Word alpha") && found.contains("Word beta"), "{found}");
    workspace.succeed(&["destroy", "-auto-approve", "-no-color"]);
}
