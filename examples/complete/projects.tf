# The CodeBuild projects of the stages Build and Deploy, each with a role and a log group of its own.
locals {
  projects = {
    # Reads the source, and writes the artifact "build".
    build = {
      buildspec        = "buildspec.yml"
      artifact_actions = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
    }

    # Reads the artifact "build", which contains its buildspec.
    deploy = {
      buildspec        = "deployspec.yml"
      artifact_actions = ["s3:GetObject", "s3:GetObjectVersion"]
    }
  }
}

resource "aws_cloudwatch_log_group" "project" {
  for_each = local.projects

  name              = "/aws/codebuild/${var.name}-${each.key}"
  kms_key_id        = aws_kms_key.pipeline.arn
  retention_in_days = var.log_retention_days
}

data "aws_iam_policy_document" "project_trust" {
  for_each = local.projects

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["codebuild.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:codebuild:${var.region}:${local.account_id}:project/${var.name}-${each.key}"]
    }
  }
}

data "aws_iam_policy_document" "project" {
  for_each = local.projects

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.project[each.key].arn}:*"]
  }

  statement {
    sid       = "Artifacts"
    actions   = each.value.artifact_actions
    resources = ["${aws_s3_bucket.artifacts.arn}/*"]
  }

  statement {
    sid       = "Key"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
    resources = [aws_kms_key.pipeline.arn]
  }
}

resource "aws_iam_role" "project" {
  for_each = local.projects

  name               = "${var.name}-${each.key}"
  description        = "CodeBuild project ${var.name}-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.project_trust[each.key].json
}

resource "aws_iam_role_policy" "project" {
  for_each = local.projects

  name   = "project"
  role   = aws_iam_role.project[each.key].name
  policy = data.aws_iam_policy_document.project[each.key].json
}

# With a full clone, the build fetches the repository itself.
resource "aws_iam_role_policy" "clone" {
  count = var.full_clone ? 1 : 0

  name   = "clone"
  role   = aws_iam_role.project["build"].name
  policy = provider::codepipeline::full_clone_policy(codepipeline_connection.gitlab.arn, var.repository)
}

resource "aws_iam_role_policy_attachment" "deploy" {
  for_each = var.deploy_policy_arns

  role       = aws_iam_role.project["deploy"].name
  policy_arn = each.value
}

resource "aws_codebuild_project" "project" {
  for_each = local.projects

  name           = "${var.name}-${each.key}"
  description    = "Stage of the pipeline ${var.name}"
  service_role   = aws_iam_role.project[each.key].arn
  encryption_key = aws_kms_key.pipeline.arn
  build_timeout  = 30

  source {
    type      = "CODEPIPELINE"
    buildspec = each.value.buildspec
  }

  artifacts {
    type = "CODEPIPELINE"
  }

  environment {
    type         = "LINUX_CONTAINER"
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
  }

  logs_config {
    cloudwatch_logs {
      group_name = aws_cloudwatch_log_group.project[each.key].name
    }
  }
}
