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
            migrationBuilder.DropIndex(
                name: "IX_Requests_State_NextAttemptAt",
                table: "Requests");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "LooksAgainAt",
                table: "Requests",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "OverdueAsOf",
                table: "Requests",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Trouble",
                table: "Requests",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Alarms",
                columns: table => new
                {
                    Cause = table.Column<string>(type: "text", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false),
                    Lines = table.Column<string>(type: "text", nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false),
                    Advice = table.Column<string>(type: "text", nullable: true),
                    Since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    SeenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    IsEvent = table.Column<bool>(type: "boolean", nullable: false),
                    Stage = table.Column<int>(type: "integer", nullable: false),
                    CalledStage = table.Column<int>(type: "integer", nullable: false),
                    Channel = table.Column<string>(type: "text", nullable: true),
                    Ts = table.Column<string>(type: "text", nullable: true),
                    Fingerprint = table.Column<string>(type: "text", nullable: true),
                    ResolvedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    DoneAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Alarms", x => x.Cause);
                });

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
                name: "IX_Requests_Approved",
                table: "Requests",
                column: "NextAttemptAt",
                filter: "\"State\" = 'Approved'");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Revoking",
                table: "Requests",
                column: "NextAttemptAt",
                filter: "\"State\" = 'Revoking'");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Role_Privilege",
                table: "Requests",
                columns: new[] { "Role", "Privilege" },
                filter: "\"ClosedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Alarms_Since",
                table: "Alarms",
                column: "Since",
                filter: "\"DoneAt\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Alarms");

            migrationBuilder.DropTable(
                name: "SharedTimes");

            migrationBuilder.DropIndex(
                name: "IX_Requests_Approved",
                table: "Requests");

            migrationBuilder.DropIndex(
                name: "IX_Requests_Revoking",
                table: "Requests");

            migrationBuilder.DropIndex(
                name: "IX_Requests_Role_Privilege",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "LooksAgainAt",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "OverdueAsOf",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "Trouble",
                table: "Requests");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_State_NextAttemptAt",
                table: "Requests",
                columns: new[] { "State", "NextAttemptAt" },
                filter: "\"State\" IN ('Approved', 'Revoking')");
        }
    }
}
