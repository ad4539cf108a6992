terraform import codepipeline_pipeline.payments payments

# A pipeline in a region other than the provider's, or by ARN:
terraform import codepipeline_pipeline.payments payments@eu-central-1
terraform import codepipeline_pipeline.payments arn:aws:codepipeline:eu-central-1:111122223333:payments
