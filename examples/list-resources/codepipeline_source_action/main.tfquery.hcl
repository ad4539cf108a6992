list "codepipeline_connection" "gitlab" {
  provider = codepipeline

  config {
    name_regex = "^gitlab$"
  }
}

# The source actions that use this connection, in all pipelines of the region.
list "codepipeline_source_action" "gitlab" {
  provider = codepipeline
  for_each = toset(list.codepipeline_connection.gitlab.data[*].identity.arn)

  config {
    connection_arn = each.value
  }
}

# The source actions of one pipeline.
list "codepipeline_source_action" "release" {
  provider = codepipeline

  config {
    pipeline_name = "release"
  }
}
