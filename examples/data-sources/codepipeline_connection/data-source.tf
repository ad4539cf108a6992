data "codepipeline_connection" "gitlab" {
  name = "gitlab"
}

output "gitlab_connection_status" {
  value = data.codepipeline_connection.gitlab.connection_status
}
