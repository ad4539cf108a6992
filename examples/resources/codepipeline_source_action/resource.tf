# The pipeline "release" belongs to another team or tool. This resource adds one source with its own trigger to the
# first stage and changes nothing else.
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
