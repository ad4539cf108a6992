data "codepipeline_host" "gitlab" {
  name = "gitlab"
}

resource "codepipeline_connection" "platform" {
  name     = "platform"
  host_arn = data.codepipeline_host.gitlab.arn
}
