variable "name" {
  description = "Begins the names of everything that is made, and of the secrets."
  type        = string
  default     = "accessbot"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name))
    error_message = "Small letters, digits and hyphens, beginning with a letter, 21 at most."
  }
}

variable "environment" {
  description = "The value of the tag AccessBotEnv: AccessBot's role reads secrets with this value and no others."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]{1,32}$", var.environment))
    error_message = "Small letters, digits and hyphens, 32 at most, such as production."
  }
}

variable "image" {
  description = "The image with the access rules in it (see deploy/README.md), with a tag or, better, a digest: 123456789012.dkr.ecr.eu-central-1.amazonaws.com/accessbot@sha256:…"
  type        = string

  validation {
    condition     = can(regex("(@sha256:[0-9a-f]{64}|:[A-Za-z0-9._-]+)$", var.image)) && !endswith(var.image, ":latest")
    error_message = "With a digest or a tag that is not latest: what runs must be what was reviewed."
  }
}

variable "image_repository_arn" {
  description = "The ECR repository that the image is pulled from; null if it is pulled from elsewhere, without a credential."
  type        = string
  default     = null
}

variable "cpu_architecture" {
  description = "What the image was built for: X86_64 or ARM64."
  type        = string
  default     = "X86_64"

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "X86_64 or ARM64."
  }
}

variable "vpc_id" {
  description = "The VPC that everything is in."
  type        = string
}

variable "private_subnet_ids" {
  description = "Subnets with a way out by NAT, in two availability zones or more, for the tasks and the database."
  type        = list(string)

  validation {
    condition     = length(var.private_subnet_ids) >= 2
    error_message = "RDS wants two at least, in different availability zones."
  }
}

variable "slack_workspace_id" {
  description = "The workspace that is served (T…)."
  type        = string

  validation {
    condition     = can(regex("^T[A-Z0-9]+$", var.slack_workspace_id))
    error_message = "It begins with T and has only letters and digits."
  }
}

variable "slack_alerts_channel" {
  description = "The channel (C…) where operators are told what is overdue."
  type        = string

  validation {
    condition     = can(regex("^[CG][A-Z0-9]+$", var.slack_alerts_channel))
    error_message = "The id of a channel, which begins with C or G."
  }
}

variable "onelogin_domain" {
  description = "Such as acme.onelogin.com."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", var.onelogin_domain))
    error_message = "The host alone, without https:// and without a path."
  }
}

variable "door" {
  description = "How Slack's deliveries come: SocketMode, in which nothing is opened to the outside, or Http, which makes a load balancer."
  type        = string
  default     = "SocketMode"

  validation {
    condition     = contains(["SocketMode", "Http"], var.door)
    error_message = "SocketMode or Http."
  }
}

variable "public_subnet_ids" {
  description = "Subnets for the load balancer, in two availability zones or more. Only with door = \"Http\"."
  type        = list(string)
  default     = []

  validation {
    condition     = var.door != "Http" || length(var.public_subnet_ids) >= 2
    error_message = "With door = \"Http\" the load balancer needs two at least."
  }
}

variable "certificate_arn" {
  description = "A certificate of ACM for the name that Slack calls. Only with door = \"Http\"."
  type        = string
  default     = null

  validation {
    condition     = var.door != "Http" || var.certificate_arn != null
    error_message = "With door = \"Http\" Slack calls by TLS, which needs a certificate."
  }
}

variable "desired_count" {
  description = "How many tasks share the work. In Socket Mode four at most, by Slack's limit on connections."
  type        = number
  default     = 2

  validation {
    condition     = var.desired_count >= 1 && var.desired_count <= 4
    error_message = "1 to 4."
  }
}

variable "database_instance_class" {
  description = "Of RDS."
  type        = string
  default     = "db.t4g.small"
}

variable "database_multi_az" {
  description = "Whether RDS keeps a standby in another availability zone."
  type        = bool
  default     = true
}

variable "database_password_version" {
  description = "One more than before has a new password made, which the tasks take up when they are started again."
  type        = number
  default     = 1
}

variable "database_root_certificate" {
  description = "Where in the image RDS's root certificates are, such as /etc/accessbot/rds.pem: then the database has to prove who it is. If null, the connection is encrypted only."
  type        = string
  default     = null
}

variable "backup_retention_days" {
  description = "For how many days RDS can restore the database to any second."
  type        = number
  default     = 14

  validation {
    condition     = var.backup_retention_days >= 7 && var.backup_retention_days <= 35
    error_message = "7 to 35: whoever restores must be able to go back behind a mistake that was noticed late."
  }
}

variable "log_retention_days" {
  description = "For how many days the log is kept, by CloudWatch's steps. The audit trail is in the database."
  type        = number
  default     = 90
}

variable "tags" {
  description = "For everything that is made, beside AccessBotEnv."
  type        = map(string)
  default     = {}
}
