terraform import codepipeline_host.gitlab arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605

# By name, and by name in a region other than the provider's:
terraform import codepipeline_host.gitlab gitlab
terraform import codepipeline_host.gitlab gitlab@eu-central-1
