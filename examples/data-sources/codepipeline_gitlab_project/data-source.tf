# GITLAB_TOKEN holds a token of the user who authorises the connection.
data "codepipeline_gitlab_project" "web" {
  project = "acme/platform/web"
  branch  = "main"
}

# Stops before a pipeline is made that would never start.
check "project_can_be_connected" {
  assert {
    condition     = data.codepipeline_gitlab_project.web.diagnosis == "filled"
    error_message = data.codepipeline_gitlab_project.web.explanation
  }
}
