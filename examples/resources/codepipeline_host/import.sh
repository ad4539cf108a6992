terraform import codepipeline_host.gitlab arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605
