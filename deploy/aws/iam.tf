data "aws_iam_policy_document" "ecs" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

# What AccessBot itself may do in AWS: read its secrets, and nothing else.
resource "aws_iam_role" "task" {
  name               = "${var.name}-${var.environment}-task"
  assume_role_policy = data.aws_iam_policy_document.ecs.json
  tags               = local.tags
}

data "aws_iam_policy_document" "secrets" {
  statement {
    sid       = "ReadTaggedSecrets"
    actions   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    resources = ["arn:${data.aws_partition.current.partition}:secretsmanager:*:*:secret:${var.name}/*"]

    # The tag decides, not the name alone: who may make a secret with such a name has not thereby put it before AccessBot, nor has AccessBot of
    # another environment in the same account any right to this one's.
    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/AccessBotEnv"
      values   = [var.environment]
    }
  }

  statement {
    sid       = "DecryptThemThere"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.this.arn]

    # Not whatever else is encrypted with the key, such as the database's storage.
    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["secretsmanager.${data.aws_region.current.region}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "secrets" {
  name   = "secrets"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.secrets.json
}

# What ECS may do to start a task: pull the image and write the log. It reads no secret.
resource "aws_iam_role" "execution" {
  name               = "${var.name}-${var.environment}-execution"
  assume_role_policy = data.aws_iam_policy_document.ecs.json
  tags               = local.tags
}

data "aws_iam_policy_document" "execution" {
  statement {
    sid       = "WriteTheLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  dynamic "statement" {
    for_each = var.image_repository_arn == null ? [] : [var.image_repository_arn]

    content {
      sid       = "PullTheImage"
      actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = var.image_repository_arn == null ? [] : ["*"]

    content {
      sid       = "SignInToEcr"
      actions   = ["ecr:GetAuthorizationToken"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "execution" {
  name   = "execution"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}
