using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessBot.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AlwaysEnds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "LooksAgainAt",
                table: "Requests",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "SharedTimes",
                columns: table => new
                {
                    Name = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SharedTimes", x => x.Name);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Role_Privilege",
                table: "Requests",
                columns: new[] { "Role", "Privilege" },
                filter: "\"ClosedAt\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SharedTimes");

            migrationBuilder.DropIndex(
                name: "IX_Requests_Role_Privilege",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "LooksAgainAt",
                table: "Requests");
        }
    }
}
