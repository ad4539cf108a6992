variable "region" {
  type = string

  validation {
    condition     = provider::codepipeline::connection_region_supported(var.region)
    error_message = "Choose a region that supports connections."
  }
}
