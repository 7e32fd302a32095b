using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessBot.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class BreakGlass : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ApprovedFor",
                table: "Requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "BreakGlass",
                table: "Requests",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "ReviewedAt",
                table: "Requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReviewedBy",
                table: "Requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReviewedByName",
                table: "Requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UnreviewedSince",
                table: "Requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Duration",
                table: "Decisions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Message",
                table: "Decisions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "CallsDaily",
                table: "Alarms",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_Requests_UnreviewedSince",
                table: "Requests",
                column: "UnreviewedSince",
                filter: "\"UnreviewedSince\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Requests_UnreviewedSince",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "ApprovedFor",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "BreakGlass",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "ReviewedAt",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "ReviewedBy",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "ReviewedByName",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "UnreviewedSince",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Duration",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "Message",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "CallsDaily",
                table: "Alarms");
        }
    }
}
