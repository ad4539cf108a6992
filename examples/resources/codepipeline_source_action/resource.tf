# The pipeline "release" belongs to another team or tool. This adds one source to its first stage, with a trigger of
# its own, and leaves everything else in it as it is.
resource "codepipeline_source_action" "charts" {
  pipeline_name      = "release"
  name               = "Charts"
  connection_arn     = codepipeline_handshake.gitlab.connection_arn
  full_repository_id = "acme/platform/charts"
  branch_name        = "main"
  output_artifact    = "charts"

  trigger = {
    push = [{
      branches   = { includes = ["main", "release/*"] }
      file_paths = { excludes = ["docs/**"] }
    }]
  }
}
