# The state is stored in the GitLab project. The TF_HTTP_ variables in .gitlab-ci.yml contain the URLs and the token.
terraform {
  backend "http" {}
}
