data "codepipeline_pipeline" "release" {
  name = "release"
}

output "release_stages" {
  value = [for stage in data.codepipeline_pipeline.release.stage : stage.name]
}
