data "codepipeline_pipeline_state" "payments" {
  name = "payments"
}

# A Markdown page that GitLab shows with the diagram, for example as a job artifact or on a wiki.
output "page" {
  value = <<-EOT
    # payments

    ```mermaid
    ${data.codepipeline_pipeline_state.payments.mermaid}
    ```
  EOT
}

output "errors" {
  value = {
    for action in flatten(data.codepipeline_pipeline_state.payments.stages[*].actions) :
    action.name => action.error_message if action.error_message != null
  }
}
