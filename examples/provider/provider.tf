terraform {
  required_providers {
    codepipeline = {
      source = "gitlab-aws/codepipeline"
    }
  }
}

# By default, region and credentials come from the same sources as for the AWS CLI.
provider "codepipeline" {
  region = "eu-west-1"

  default_tags {
    tags = {
      team = "platform"
    }
  }
}
