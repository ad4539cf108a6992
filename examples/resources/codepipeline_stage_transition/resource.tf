# No execution enters the stage "Deploy" as long as this resource exists.
resource "codepipeline_stage_transition" "freeze" {
  pipeline_name = "release"
  stage_name    = "Deploy"
  reason        = "Change freeze until January 7"
}
