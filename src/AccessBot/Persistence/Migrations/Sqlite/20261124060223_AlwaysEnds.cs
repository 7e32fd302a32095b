using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessBot.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AlwaysEnds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "LooksAgainAt",
                table: "Requests",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "SharedTimes",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
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
