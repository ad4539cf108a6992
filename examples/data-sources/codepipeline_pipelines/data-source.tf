data "codepipeline_connection" "gitlab" {
  name = "gitlab"
}

# The pipelines that stop working if the connection is replaced.
data "codepipeline_pipelines" "gitlab" {
  connection_arn = data.codepipeline_connection.gitlab.arn
}

output "gitlab_pipelines" {
  value = data.codepipeline_pipelines.gitlab.pipelines[*].name
}
