using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessBot.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RuleCode : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "RulesBehindSince",
                table: "Requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RulesTold",
                table: "Requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "RuleStore",
                columns: table => new
                {
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RuleStore", x => x.Key);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Requester_RequestedAt",
                table: "Requests",
                columns: new[] { "Requester", "RequestedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Requests_RulesBehindSince",
                table: "Requests",
                column: "RulesBehindSince",
                filter: "\"RulesBehindSince\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RuleStore");

            migrationBuilder.DropIndex(
                name: "IX_Requests_Requester_RequestedAt",
                table: "Requests");

            migrationBuilder.DropIndex(
                name: "IX_Requests_RulesBehindSince",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "RulesBehindSince",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "RulesTold",
                table: "Requests");
        }
    }
}
