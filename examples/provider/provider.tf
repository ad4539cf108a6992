terraform {
  required_providers {
    codepipeline = {
      source = "gitlab-aws/codepipeline"
    }
  }
}

# By default, the region and the credentials come from the same sources as in the AWS CLI.
provider "codepipeline" {
  region = "eu-west-1"

  default_tags {
    tags = {
      team = "platform"
    }
  }
}
