data "aws_region" "current" {}
data "aws_partition" "current" {}

locals {
  tags = merge(var.tags, { AccessBotEnv = var.environment })

  is_http = var.door == "Http"

  # What the tasks are told. Of each secret they get the place, not the value: AccessBot reads it by its role, at start and again later.
  settings = merge(
    {
      ASPNETCORE_HTTP_PORTS      = "8080"
      Slack__WorkspaceId         = var.slack_workspace_id
      Slack__AlertsChannel       = var.slack_alerts_channel
      Slack__Transport           = var.door
      Slack__BotToken            = "secretsmanager:${aws_secretsmanager_secret.slack.arn}#bot_token"
      OneLogin__Domain           = var.onelogin_domain
      OneLogin__ClientId         = "secretsmanager:${aws_secretsmanager_secret.onelogin.arn}#client_id"
      OneLogin__ClientSecret     = "secretsmanager:${aws_secretsmanager_secret.onelogin.arn}#client_secret"
      Database__Provider         = "Postgres"
      Database__ConnectionString = "secretsmanager:${aws_secretsmanager_secret.database.arn}#connection_string"
      Access__File               = "/etc/accessbot/access.yaml"
    },
    local.is_http
    ? { Slack__SigningSecret = "secretsmanager:${aws_secretsmanager_secret.slack.arn}#signing_secret" }
    : { Slack__AppToken = "secretsmanager:${aws_secretsmanager_secret.slack.arn}#app_token" },
  )
}
