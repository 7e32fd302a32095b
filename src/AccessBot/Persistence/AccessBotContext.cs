using System.Text.Json;
using AccessBot.Core.Alarms;
using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Slack.Home;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AccessBot.Persistence;

/// <summary>The tables. Each provider has an empty subclass, so that each has migrations of its own.</summary>
internal abstract class AccessBotContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Request> Requests => Set<Request>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<InboxRow> Inbox => Set<InboxRow>();

    public DbSet<SharedTime> SharedTimes => Set<SharedTime>();

    public DbSet<RuleStoreRow> RuleStore => Set<RuleStoreRow>();

    public DbSet<RaisedAlarm> Alarms => Set<RaisedAlarm>();

    public DbSet<OpenedHome> Homes => Set<OpenedHome>();

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<RequestId>().HaveConversion<RequestIdConverter>();
        conventions.Properties<SlackUserId>().HaveConversion<SlackUserIdConverter>();
        conventions.Properties<RequestState>().HaveConversion<string>();
        conventions.Properties<Privilege>().HaveConversion<string>();
        conventions.Properties<EndKind>().HaveConversion<string>();
        conventions.Properties<RoleKept>().HaveConversion<string>();
        conventions.Properties<Trouble>().HaveConversion<string>();
        conventions.Properties<AuditAction>().HaveConversion<string>();
        conventions.Properties<TimeSpan>().HaveConversion<TimeSpanToMillisecondsConverter>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Request>(ConfigureRequest);

        model.Entity<Decision>(decision =>
        {
            decision.ToTable("Decisions");
            decision.Property<RequestId>("RequestId");
            decision.HasKey("RequestId", nameof(Decision.Approver));
        });

        model.Entity<Notice>(notice =>
        {
            notice.Property<RequestId>("RequestId");
            notice.HasKey("RequestId", nameof(Notice.Key));

            // The column's name is of the time when there was one of each kind; another key would have SQLite write the table anew.
            notice.Property(n => n.Key).HasColumnName("Kind");
            notice.Ignore(n => n.Kind);
            notice.Ignore(n => n.IsForApprovers);
            notice.Ignore(n => n.HasThread);
        });

        model.Entity<AuditEntry>(entry =>
        {
            entry.HasKey(e => new { e.Stream, e.Number });
            entry.HasIndex(e => e.At);
        });

        model.Entity<Person>(person =>
        {
            person.HasKey(p => p.SlackUser);
            person.HasIndex(p => p.OneLoginUser).IsUnique();
        });

        model.Entity<InboxRow>(row =>
        {
            row.ToTable("Inbox");
            row.HasKey(r => r.Key);
            row.HasIndex(r => r.DueAt);
            row.HasIndex(r => r.DoneAt);
        });

        model.Entity<SharedTime>(time => time.HasKey(t => t.Name));

        model.Entity<RuleStoreRow>(row =>
        {
            row.ToTable("RuleStore");
            row.HasKey(r => r.Key);
        });

        model.Entity<OpenedHome>(home =>
        {
            home.ToTable("Homes");
            home.HasKey(h => h.Person);
        });

        model.Entity<RaisedAlarm>(alarm =>
        {
            alarm.ToTable("Alarms");
            alarm.HasKey(a => a.Cause);
            alarm.Property(a => a.Lines).HasConversion(
                lines => JsonSerializer.Serialize(lines, JsonSerializerOptions.Default),
                json => JsonSerializer.Deserialize<string[]>(json, JsonSerializerOptions.Default)!,
                new ValueComparer<IReadOnlyList<string>>((a, b) => ReferenceEquals(a, b), lines => lines.Count, lines => lines));
            alarm.HasIndex(a => a.Since).HasFilter("\"DoneAt\" IS NULL");
        });
    }

    private static void ConfigureRequest(EntityTypeBuilder<Request> request)
    {
        request.HasKey(r => r.Id);
        request.Property(r => r.Version).IsConcurrencyToken();
        Texts(request.Property(r => r.Fields));
        Texts(request.Property(r => r.FieldLabels));
        request.Ignore(r => r.News);
        request.Ignore(r => r.Membership);
        request.Ignore(r => r.IsApprovalOnly);
        request.Ignore(r => r.IsExtension);
        request.Ignore(r => r.GrantedFor);
        request.Ignore(r => r.Wish);
        request.Ignore(r => r.Answers);
        request.Ignore(r => r.Until);
        request.Ignore(r => r.IsClosed);
        request.Ignore(r => r.MayHold);
        request.Ignore(r => r.DueEnd);
        request.HasMany(r => r.Decisions).WithOne().HasForeignKey("RequestId");
        request.HasMany(r => r.Notices).WithOne().HasForeignKey("RequestId");
        request.Navigation(r => r.Decisions).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        request.Navigation(r => r.Notices).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();

        request.HasIndex(r => r.SubmissionKey).IsUnique();
        request.HasIndex(r => new { r.OneLoginUser, r.Role, r.Privilege, r.ClosedAt });

        request.HasIndex(r => new { r.Role, r.Privilege }).HasFilter("\"ClosedAt\" IS NULL");

        // Who has asked for an approval only already.
        request.HasIndex(r => new { r.Requester, r.Flow, r.ClosedAt }).HasFilter("\"Role\" = 0");

        // What the rules ask about the past.
        request.HasIndex(r => new { r.Requester, r.Target, r.GrantedAt }).HasFilter("\"GrantedAt\" IS NOT NULL");
        request.HasIndex(r => new { r.AutoRule, r.Flow, r.ApprovedAt }).HasFilter("\"AutoRule\" IS NOT NULL");

        // What somebody is shown of their own.
        request.HasIndex(r => r.Requester, "IX_Requests_Own_Open").HasFilter("\"ClosedAt\" IS NULL");
        request.HasIndex(r => new { r.Requester, r.ClosedAt }).HasFilter("\"ClosedAt\" IS NOT NULL");

        // What rules in C# ask about it: somebody's own requests, of which there are few.
        request.HasIndex(r => new { r.Requester, r.RequestedAt });
        request.HasIndex(r => r.UnreviewedSince).HasFilter("\"UnreviewedSince\" IS NOT NULL");

        // One index for each question that the reconcile pass asks; closed requests, most of the table, are in none of them.
        // One for each state: SQLite uses a partial index only for a question that has its filter word for word.
        request.HasIndex(r => r.LapsesAt).HasFilter("\"State\" = 'Requested'");
        request.HasIndex(r => r.StepDueAt).HasFilter("\"State\" = 'Requested'");
        request.HasIndex(r => r.EndsAt).HasFilter("\"State\" = 'Granted'");
        request.HasIndex(r => r.EndReminderAt).HasFilter("\"State\" = 'Granted'");

        // Who has asked for more time already, and what asks for more of what has ended.
        request.HasIndex(r => r.Extends).HasFilter("\"Extends\" IS NOT NULL");

        // An approval only is approved and closed: those would gather in what is looked through every second.
        request.HasIndex(r => r.NextAttemptAt, "IX_Requests_Approved").HasFilter("\"State\" = 'Approved' AND \"ClosedAt\" IS NULL");
        request.HasIndex(r => r.NextAttemptAt, "IX_Requests_Revoking").HasFilter("\"State\" = 'Revoking'");
        request.HasIndex(r => r.UnannouncedSince).HasFilter("\"UnannouncedSince\" IS NOT NULL");
        request.HasIndex(r => r.RulesBehindSince).HasFilter("\"RulesBehindSince\" IS NOT NULL");
    }

    /// <summary>Texts by name, as JSON; set once and never changed.</summary>
    private static void Texts(PropertyBuilder<IReadOnlyDictionary<string, string>> property) => property.HasConversion(
        texts => JsonSerializer.Serialize(texts, JsonSerializerOptions.Default),
        json => JsonSerializer.Deserialize<Dictionary<string, string>>(json, JsonSerializerOptions.Default)!,
        new ValueComparer<IReadOnlyDictionary<string, string>>((a, b) => ReferenceEquals(a, b), texts => texts.Count, texts => texts));

    private sealed class RequestIdConverter() : ValueConverter<RequestId, Guid>(id => id.Value, value => new RequestId(value));

    private sealed class SlackUserIdConverter() : ValueConverter<SlackUserId, string>(id => id.Value, value => SlackUserId.Parse(value));

    private sealed class TimeSpanToMillisecondsConverter() : ValueConverter<TimeSpan, long>(
        span => (long)span.TotalMilliseconds, milliseconds => TimeSpan.FromMilliseconds(milliseconds));
}
