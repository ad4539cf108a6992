data "codepipeline_hosts" "all" {}

# Hosts that a user must set up or repair in the AWS console.
output "unavailable_hosts" {
  value = {
    for host in data.codepipeline_hosts.all.hosts :
    host.name => coalesce(host.status_message, host.status) if host.status != "AVAILABLE"
  }
}
