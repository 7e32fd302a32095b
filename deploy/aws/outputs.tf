output "secrets" {
  description = "Where the values of Slack and OneLogin go: the ARNs for aws secretsmanager put-secret-value."
  value       = { slack = aws_secretsmanager_secret.slack.arn, onelogin = aws_secretsmanager_secret.onelogin.arn }
}

output "task_role_arn" {
  description = "AccessBot's role, which reads what has its tag."
  value       = aws_iam_role.task.arn
}

output "task_security_group_id" {
  description = "For what else may reach the tasks at port 8080, such as who scrapes /metrics."
  value       = aws_security_group.task.id
}

output "database_address" {
  description = "The database's host."
  value       = aws_db_instance.this.address
}

output "log_group" {
  description = "Where the log is."
  value       = aws_cloudwatch_log_group.this.name
}

output "events_url_host" {
  description = "The load balancer's name, for a DNS record of the certificate's name; null in Socket Mode."
  value       = one(aws_lb.this[*].dns_name)
}
