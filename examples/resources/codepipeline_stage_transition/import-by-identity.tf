import {
  to = codepipeline_stage_transition.freeze
  identity = {
    account_id    = "111122223333"
    region        = "eu-west-1"
    pipeline_name = "release"
    stage_name    = "Deploy"
  }
}
