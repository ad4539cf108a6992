import {
  to = codepipeline_source_action.charts
  identity = {
    account_id    = "111122223333"
    region        = "eu-west-1"
    pipeline_name = "release"
    name          = "Charts"
  }
}
