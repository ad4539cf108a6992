# Terraform stops after 100 results unless the limit is higher.
list "codepipeline_pipeline" "all" {
  provider = codepipeline
  limit    = 1000
}

# Also reads the pipelines.
list "codepipeline_pipeline" "payments" {
  provider         = codepipeline
  include_resource = true

  config {
    name_regex = "^payments-"
    region     = "eu-west-1"
  }
}
