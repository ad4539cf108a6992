# "acme/platform/web", as full_repository_id requires it.
output "path" {
  value = provider::codepipeline::gitlab_project_path("https://gitlab.com/acme/platform/web/-/tree/main/src")
}
