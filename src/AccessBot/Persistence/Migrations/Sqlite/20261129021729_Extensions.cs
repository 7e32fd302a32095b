using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessBot.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Extensions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "EndReminderAt",
                table: "Requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ExtendedAt",
                table: "Requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Extends",
                table: "Requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ExtendsBy",
                table: "Requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Extensions",
                table: "Requests",
                type: "INTEGER",
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
