locals {
  trigger = {
    push = [{
      branches   = { includes = ["main", "release/*"] }
      file_paths = { excludes = ["docs/**"] }
    }]
  }
}

# Verifies that changes to the documentation do not start the pipeline.
check "documentation_starts_nothing" {
  assert {
    condition = !provider::codepipeline::trigger_matches(local.trigger, {
      type   = "push"
      branch = "main"
      files  = ["docs/index.md"]
    })
    error_message = "A change to the documentation starts the pipeline."
  }
}
