list "codepipeline_connection" "gitlab" {
  provider = codepipeline

  config {
    provider_type     = "GitLab"
    connection_status = "AVAILABLE"
  }
}
