# The state is stored in the GitLab project. The addresses and the token are TF_HTTP_ variables of .gitlab-ci.yml.
terraform {
  backend "http" {}
}
