resource "aws_cloudwatch_log_group" "this" {
  name              = "/${var.name}/${var.environment}"
  retention_in_days = var.log_retention_days
  tags              = local.tags
}

resource "aws_ecs_cluster" "this" {
  name = "${var.name}-${var.environment}"
  tags = local.tags
}

resource "aws_ecs_task_definition" "this" {
  family                   = "${var.name}-${var.environment}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  task_role_arn            = aws_iam_role.task.arn
  execution_role_arn       = aws_iam_role.execution.arn
  tags                     = local.tags

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.cpu_architecture
  }

  container_definitions = jsonencode([
    {
      name                   = "accessbot"
      image                  = var.image
      essential              = true
      user                   = "1654"
      readonlyRootFilesystem = true
      linuxParameters        = { capabilities = { drop = ["ALL"] } }
      portMappings           = [{ containerPort = 8080, protocol = "tcp" }]
      environment            = [for name, value in local.settings : { name = name, value = value }]

      # ECS ends what isn't well by this: so only whether it runs.
      healthCheck = {
        command     = ["CMD", "/app/accessbot", "health", "--live"]
        interval    = 30
        timeout     = 10
        retries     = 3
        startPeriod = 300
      }

      # It stops within 10 seconds.
      stopTimeout = 20

      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = aws_cloudwatch_log_group.this.name
          awslogs-region        = data.aws_region.current.region
          awslogs-stream-prefix = "task"
        }
      }
    }
  ])
}

resource "aws_ecs_service" "this" {
  name                               = var.name
  cluster                            = aws_ecs_cluster.this.id
  task_definition                    = aws_ecs_task_definition.this.arn
  launch_type                        = "FARGATE"
  desired_count                      = var.desired_count
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  enable_execute_command             = false
  tags                               = local.tags

  network_configuration {
    subnets          = var.private_subnet_ids
    security_groups  = [aws_security_group.task.id]
    assign_public_ip = false
  }

  dynamic "load_balancer" {
    for_each = aws_lb_target_group.this

    content {
      target_group_arn = load_balancer.value.arn
      container_name   = "accessbot"
      container_port   = 8080
    }
  }

  # Access rules that can't be used are never in force: the tasks of before go on.
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  depends_on = [aws_iam_role_policy.secrets, aws_iam_role_policy.execution, aws_secretsmanager_secret_version.database, aws_lb_listener_rule.slack]
}
