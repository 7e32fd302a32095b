using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessBot.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Threads : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "TellAt",
                table: "Notices",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Told",
                table: "Notices",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Line",
                table: "Decisions",
                type: "integer",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "TellAt",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "Told",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "Line",
                table: "Decisions");
        }
    }
}
