using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessBot.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ApprovalOnly : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Requests_Approved",
                table: "Requests");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Approved",
                table: "Requests",
                column: "NextAttemptAt",
                filter: "\"State\" = 'Approved' AND \"ClosedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Requester_Flow_ClosedAt",
                table: "Requests",
                columns: new[] { "Requester", "Flow", "ClosedAt" },
                filter: "\"Role\" = 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Requests_Approved",
                table: "Requests");

            migrationBuilder.DropIndex(
                name: "IX_Requests_Requester_Flow_ClosedAt",
                table: "Requests");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Approved",
                table: "Requests",
                column: "NextAttemptAt",
                filter: "\"State\" = 'Approved'");
        }
    }
}
