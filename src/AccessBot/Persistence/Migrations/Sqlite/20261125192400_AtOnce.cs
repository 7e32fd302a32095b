using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessBot.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AtOnce : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ApprovedBecause",
                table: "Requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AutoRule",
                table: "Requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Requests_AutoRule_Flow_ApprovedAt",
                table: "Requests",
                columns: new[] { "AutoRule", "Flow", "ApprovedAt" },
                filter: "\"AutoRule\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Requests_Requester_Target_GrantedAt",
                table: "Requests",
                columns: new[] { "Requester", "Target", "GrantedAt" },
                filter: "\"GrantedAt\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Requests_AutoRule_Flow_ApprovedAt",
                table: "Requests");

            migrationBuilder.DropIndex(
                name: "IX_Requests_Requester_Target_GrantedAt",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "ApprovedBecause",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "AutoRule",
                table: "Requests");
        }
    }
}
