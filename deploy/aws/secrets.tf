# One key for what is secret or stored.
resource "aws_kms_key" "this" {
  description         = "${var.name}: secrets and database"
  enable_key_rotation = true
  tags                = local.tags
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}-${var.environment}"
  target_key_id = aws_kms_key.this.key_id
}

# Made without values: those are put in by hand, so that they never are in Terraform's state. Until then the tasks end, saying what they lack.
resource "aws_secretsmanager_secret" "slack" {
  name        = "${var.name}/${var.environment}/slack"
  description = "A JSON object: bot_token, and app_token in Socket Mode or signing_secret over HTTP."
  kms_key_id  = aws_kms_key.this.arn
  tags        = local.tags
}

resource "aws_secretsmanager_secret" "onelogin" {
  name        = "${var.name}/${var.environment}/onelogin"
  description = "A JSON object: client_id and client_secret, which change together."
  kms_key_id  = aws_kms_key.this.arn
  tags        = local.tags
}

resource "aws_secretsmanager_secret" "database" {
  name        = "${var.name}/${var.environment}/database"
  description = "A JSON object: connection_string. Written by Terraform."
  kms_key_id  = aws_kms_key.this.arn
  tags        = local.tags
}

# Neither in the state nor in a plan.
ephemeral "random_password" "database" {
  length  = 40
  special = false
}

resource "aws_secretsmanager_secret_version" "database" {
  secret_id                = aws_secretsmanager_secret.database.id
  secret_string_wo_version = var.database_password_version
  secret_string_wo = jsonencode({
    connection_string = join(";", concat(
      [
        "Host=${aws_db_instance.this.address}",
        "Port=${aws_db_instance.this.port}",
        "Database=${aws_db_instance.this.db_name}",
        "Username=${aws_db_instance.this.username}",
        "Password=${ephemeral.random_password.database.result}",
      ],
      var.database_root_certificate == null
      ? ["SSL Mode=Require"]
      : ["SSL Mode=VerifyFull", "Root Certificate=${var.database_root_certificate}"],
    ))
  })
}
