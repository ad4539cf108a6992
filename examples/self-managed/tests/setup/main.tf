# Stands in for the pipeline that another team owns.
terraform {
  required_providers {
    codepipeline = {
      source = "gitlab-aws/codepipeline"
    }
  }
}

resource "codepipeline_pipeline" "payments" {
  name     = "payments"
  role_arn = "arn:aws:iam::111122223333:role/payments-pipeline"

  artifact_store {
    location = "acme-pipeline-artifacts"
    type     = "S3"
  }

  stage {
    name = "Source"

    action {
      name             = "Templates"
      category         = "Source"
      owner            = "AWS"
      provider         = "S3"
      version          = "1"
      output_artifacts = ["templates"]

      configuration = {
        S3Bucket             = "acme-templates"
        S3ObjectKey          = "all.zip"
        PollForSourceChanges = "false"
      }
    }
  }

  stage {
    name = "Approve"

    action {
      name     = "Approve"
      category = "Approval"
      owner    = "AWS"
      provider = "Manual"
      version  = "1"
    }
  }

  # The source action is added by the configuration under test.
  lifecycle {
    ignore_changes = [stage, trigger]
  }
}
