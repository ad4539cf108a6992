# Terraform stops after 100 results unless the limit is higher.
list "codepipeline_pipeline" "all" {
  provider = codepipeline
  limit    = 1000
}

# With include_resource, the results contain every attribute of the pipelines.
list "codepipeline_pipeline" "payments" {
  provider         = codepipeline
  include_resource = true

  config {
    name_regex = "^payments-"
    region     = "eu-west-1"
  }
}
