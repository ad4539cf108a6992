terraform import codepipeline_pipeline.payments payments

# In another region than the provider's:
terraform import codepipeline_pipeline.payments payments@eu-central-1
