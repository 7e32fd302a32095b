using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessBot.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Extensions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "EndReminderAt",
                table: "Requests",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ExtendedAt",
                table: "Requests",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Extends",
                table: "Requests",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ExtendsBy",
                table: "Requests",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Extensions",
                table: "Requests",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "IX_Requests_EndReminderAt",
                table: "Requests",
                column: "EndReminderAt",
                filter: "\"State\" = 'Granted'");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Extends",
                table: "Requests",
                column: "Extends",
                filter: "\"Extends\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Requests_EndReminderAt",
                table: "Requests");

            migrationBuilder.DropIndex(
                name: "IX_Requests_Extends",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "EndReminderAt",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "ExtendedAt",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Extends",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "ExtendsBy",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Extensions",
                table: "Requests");
        }
    }
}
