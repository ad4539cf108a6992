terraform import codepipeline_connection.gitlab arn:aws:codeconnections:eu-west-1:111122223333:connection/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0

# By name, and by name in a region other than the provider's:
terraform import codepipeline_connection.gitlab gitlab
terraform import codepipeline_connection.gitlab gitlab@eu-central-1
