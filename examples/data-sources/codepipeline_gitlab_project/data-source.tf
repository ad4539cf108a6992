# GITLAB_TOKEN contains a token of the user who authorizes the connection.
data "codepipeline_gitlab_project" "web" {
  project = "acme/platform/web"
  branch  = "main"
}

# Warns before a pipeline that would never start is created.
check "project_can_be_connected" {
  assert {
    condition     = data.codepipeline_gitlab_project.web.diagnosis == "filled"
    error_message = data.codepipeline_gitlab_project.web.explanation
  }
}
