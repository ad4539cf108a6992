list "codepipeline_host" "gitlab" {
  provider = codepipeline

  config {
    provider_type = "GitLabSelfManaged"
  }
}
