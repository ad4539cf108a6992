data "aws_iam_policy_document" "pipeline_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["codepipeline.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:codepipeline:${var.region}:${local.account_id}:${var.name}"]
    }
  }
}

data "aws_iam_policy_document" "pipeline" {
  statement {
    sid       = "Bucket"
    actions   = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"]
    resources = [aws_s3_bucket.artifacts.arn]
  }

  statement {
    sid = "Artifacts"

    actions = [
      "s3:GetObject",
      "s3:GetObjectTagging",
      "s3:GetObjectVersion",
      "s3:GetObjectVersionTagging",
      "s3:PutObject",
      "s3:PutObjectAcl",
      "s3:PutObjectTagging",
    ]

    resources = ["${aws_s3_bucket.artifacts.arn}/*"]
  }

  statement {
    sid       = "Key"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
    resources = [aws_kms_key.pipeline.arn]
  }

  statement {
    sid       = "Projects"
    actions   = ["codebuild:BatchGetBuilds", "codebuild:StartBuild"]
    resources = [for project in aws_codebuild_project.project : project.arn]
  }
}

resource "aws_iam_role" "pipeline" {
  name               = "${var.name}-pipeline"
  description        = "Pipeline ${var.name}"
  assume_role_policy = data.aws_iam_policy_document.pipeline_trust.json
}

resource "aws_iam_role_policy" "pipeline" {
  name   = "pipeline"
  role   = aws_iam_role.pipeline.name
  policy = data.aws_iam_policy_document.pipeline.json
}

# Allows the pipeline to fetch this project, and no other project that the connection can access.
resource "aws_iam_role_policy" "source" {
  name   = "source"
  role   = aws_iam_role.pipeline.name
  policy = provider::codepipeline::pipeline_role_policy(codepipeline_connection.gitlab.arn, var.repository)
}

resource "codepipeline_pipeline" "pipeline" {
  name           = var.name
  role_arn       = aws_iam_role.pipeline.arn
  execution_mode = "QUEUED"

  artifact_store {
    location = aws_s3_bucket.artifacts.bucket
    type     = "S3"

    encryption_key {
      id   = aws_kms_key.pipeline.arn
      type = "KMS"
    }
  }

  stage {
    name = "Source"

    action {
      name             = "GitLab"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      namespace        = "Source"
      output_artifacts = ["source"]

      configuration = {
        ConnectionArn        = codepipeline_handshake.gitlab.connection_arn
        FullRepositoryId     = var.repository
        BranchName           = var.branch
        OutputArtifactFormat = var.full_clone ? "CODEBUILD_CLONE_REF" : "CODE_ZIP"
      }
    }
  }

  stage {
    name = "Build"

    action {
      name             = "Build"
      category         = "Build"
      owner            = "AWS"
      provider         = "CodeBuild"
      version          = "1"
      input_artifacts  = ["source"]
      output_artifacts = ["build"]

      configuration = {
        ProjectName = aws_codebuild_project.project["build"].name
      }
    }
  }

  stage {
    name = "Deploy"

    action {
      name      = "Approve"
      category  = "Approval"
      owner     = "AWS"
      provider  = "Manual"
      version   = "1"
      run_order = 1

      configuration = {
        CustomData         = "Deploy the commit of #{Source.AuthorDisplayName}?"
        ExternalEntityLink = "https://gitlab.com/${var.repository}/-/commit/#{Source.CommitId}"
      }
    }

    action {
      name            = "Deploy"
      category        = "Build"
      owner           = "AWS"
      provider        = "CodeBuild"
      version         = "1"
      run_order       = 2
      input_artifacts = ["build"]

      configuration = {
        ProjectName = aws_codebuild_project.project["deploy"].name
      }
    }
  }

  # Changes to the documentation alone start nothing.
  trigger {
    provider_type = "CodeStarSourceConnection"

    git_configuration {
      source_action_name = "GitLab"

      push {
        branches {
          includes = [var.branch]
        }

        file_paths {
          excludes = ["docs/**", "*.md"]
        }
      }
    }
  }

  # The first execution starts at once, and needs the permissions.
  depends_on = [
    aws_iam_role_policy.clone,
    aws_iam_role_policy.pipeline,
    aws_iam_role_policy.project,
    aws_iam_role_policy.source,
    aws_iam_role_policy_attachment.deploy,
    aws_s3_bucket_policy.artifacts,
    aws_s3_bucket_server_side_encryption_configuration.artifacts,
  ]
}
