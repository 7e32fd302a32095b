using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessBot.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Steps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CommandChannel",
                table: "Requests",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Reminders",
                table: "Requests",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Step",
                table: "Requests",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "StepDueAt",
                table: "Requests",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "StepEndsAt",
                table: "Requests",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "StepSince",
                table: "Requests",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Reminders",
                table: "Notices",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "RemindersSaid",
                table: "Notices",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Step",
                table: "Notices",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "IX_Requests_StepDueAt",
                table: "Requests",
                column: "StepDueAt",
                filter: "\"State\" = 'Requested'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Requests_StepDueAt",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "CommandChannel",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Reminders",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Step",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "StepDueAt",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "StepEndsAt",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "StepSince",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Reminders",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "RemindersSaid",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "Step",
                table: "Notices");
        }
    }
}
