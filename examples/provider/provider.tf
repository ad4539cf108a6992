terraform {
  required_providers {
    codepipeline = {
      source = "gitlab-aws/codepipeline"
    }
  }
}

# Region and credentials come from where the AWS command line takes them, unless they are written here.
provider "codepipeline" {
  region = "eu-west-1"

  default_tags {
    tags = {
      team = "platform"
    }
  }
}
