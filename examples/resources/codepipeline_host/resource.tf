resource "codepipeline_host" "gitlab" {
  name              = "gitlab"
  provider_type     = "GitLabSelfManaged"
  provider_endpoint = "https://gitlab.example.com"

  # Only for a GitLab that is not reachable from the internet.
  vpc_configuration {
    vpc_id             = "vpc-0a1b2c3d4e5f60718"
    subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-18f7e6d5c4b3a2910"]
    security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  }
}
