# All of this is for door = "Http" alone: Slack calls by TLS, and reaches its one address and nothing else.
resource "aws_security_group" "balancer" {
  count       = local.is_http ? 1 : 0
  name        = "${var.name}-${var.environment}-balancer"
  description = "AccessBot's load balancer"
  vpc_id      = var.vpc_id
  tags        = local.tags
}

resource "aws_vpc_security_group_ingress_rule" "balancer" {
  count             = local.is_http ? 1 : 0
  security_group_id = aws_security_group.balancer[0].id
  description       = "Slack, which has no addresses that it could be known by; its signature is what is asked for"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "balancer" {
  count                        = local.is_http ? 1 : 0
  security_group_id            = aws_security_group.balancer[0].id
  description                  = "AccessBot"
  referenced_security_group_id = aws_security_group.task.id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}

resource "aws_vpc_security_group_ingress_rule" "task" {
  count                        = local.is_http ? 1 : 0
  security_group_id            = aws_security_group.task.id
  description                  = "The load balancer"
  referenced_security_group_id = aws_security_group.balancer[0].id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}

resource "aws_lb" "this" {
  count                      = local.is_http ? 1 : 0
  name                       = "${var.name}-${substr(var.environment, 0, 10)}"
  load_balancer_type         = "application"
  subnets                    = var.public_subnet_ids
  security_groups            = [aws_security_group.balancer[0].id]
  drop_invalid_header_fields = true
  enable_deletion_protection = true
  tags                       = local.tags
}

resource "aws_lb_target_group" "this" {
  count                = local.is_http ? 1 : 0
  name                 = "${var.name}-${substr(var.environment, 0, 10)}"
  vpc_id               = var.vpc_id
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = 8080
  deregistration_delay = 15
  tags                 = local.tags

  # Not /healthz/ready: ECS ends tasks by this, which would mend no database. A task that lacks it tells people to try again.
  health_check {
    path     = "/healthz/live"
    matcher  = "200"
    interval = 10
  }
}

resource "aws_lb_listener" "this" {
  count             = local.is_http ? 1 : 0
  load_balancer_arn = aws_lb.this[0].arn
  protocol          = "HTTPS"
  port              = 443
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn
  tags              = local.tags

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}

resource "aws_lb_listener_rule" "slack" {
  count        = local.is_http ? 1 : 0
  listener_arn = aws_lb_listener.this[0].arn
  priority     = 1
  tags         = local.tags

  condition {
    path_pattern {
      values = ["/slack/events"]
    }
  }

  condition {
    http_request_method {
      values = ["POST"]
    }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[0].arn
  }
}
