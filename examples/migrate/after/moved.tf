# Delete this file once the configuration has been applied to every state that uses it.
moved {
  from = aws_codestarconnections_host.gitlab
  to   = codepipeline_host.gitlab
}

moved {
  from = aws_codestarconnections_connection.gitlab
  to   = codepipeline_connection.gitlab
}

moved {
  from = aws_codepipeline.payments
  to   = codepipeline_pipeline.payments
}
