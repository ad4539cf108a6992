import {
  to = codepipeline_host.gitlab
  identity = {
    arn = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605"
  }
}
