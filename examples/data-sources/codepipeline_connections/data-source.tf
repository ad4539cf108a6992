data "codepipeline_connections" "gitlab" {
  provider_type     = "GitLab"
  connection_status = "AVAILABLE"
  name_regex        = "^gitlab-"
}

output "gitlab_connections" {
  value = {
    for connection in data.codepipeline_connections.gitlab.connections :
    connection.name => connection.arn
  }
}
