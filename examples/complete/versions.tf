terraform {
  # Provider-defined functions require this version.
  required_version = ">= 1.8"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }

    codepipeline = {
      source = "gitlab-aws/codepipeline"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = var.tags
  }
}

provider "codepipeline" {
  region = var.region

  default_tags {
    tags = var.tags
  }
}
