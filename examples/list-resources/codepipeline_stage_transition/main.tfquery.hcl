list "codepipeline_stage_transition" "all" {
  provider = codepipeline
}

list "codepipeline_stage_transition" "release" {
  provider = codepipeline

  config {
    pipeline_name = "release"
  }
}
