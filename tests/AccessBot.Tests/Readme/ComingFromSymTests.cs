using System.Text.RegularExpressions;
using AccessBot.Tests.Core.Requests;
using AccessBot.Tests.Core.Rules;
using AccessBot.Tests.Journeys;
using AccessBot.Tests.OnCall;
using AccessBot.Tests.OneLogin;
using AccessBot.Tests.Persistence;
using AccessBot.Tests.Slack.Conversation;
using AccessBot.Tests.Slack.Receiving;
using AccessBot.Tests.Support;
using Deciding = AccessBot.Tests.Core.Rules.DecidingTests;
using NoTargets = AccessBot.Tests.Journeys.ApprovalOnlyTests;

namespace AccessBot.Tests.Readme;

/// <summary>Which tests show each row of the manual's table "Coming from Sym" that says what to write instead.</summary>
public sealed partial class ComingFromSymTests
{
    private static readonly Dictionary<string, string[]> Shown = new(StringComparer.Ordinal)
    {
        ["`sym_flow`: `name`, `label`"] = [nameof(RulesFileTests.A_full_file_is_read_as_it_is_written)],
        ["`implementation`"] = [nameof(CodeRulesTests.Rules_have_a_say_in_clicks_and_one_that_fails_lets_nobody_in_and_keeps_nobody_from_denying)],
        ["`environment_id`"] = [nameof(HttpDoorTests.Another_workspace_is_not_served)],
        ["`strategy_id` left out"] = [nameof(NoTargets.Asked_for_approved_and_told_and_that_was_all)],
        ["`allow_revoke`"] = [nameof(LifeOfARequestTests.Ended_early_by_holder_approver_or_admin), nameof(Deciding.The_access_of_rita_may_end)],
        ["`schedule_deescalation`"] = [nameof(LifeOfARequestTests.Ended_by_hand_only_where_the_flow_says_so)],
        ["`include_decision_message`"] = [nameof(DecisionWindowTests.Where_a_message_is_required_approve_and_deny_ask_for_it)],
        ["`allow_guest_interaction`"] = [nameof(Deciding.On_a_request_of_rita_may_decide), nameof(AskingTests.A_guest_is_told_so_instead_of_a_form)],
        ["`additional_header_text`"] = [nameof(AccessFormTests.A_header_may_have_markup_and_links_and_mentions_nobody)],
        ["`prompt_field`: `name`, `label`, `required`, `default`"] = [nameof(FormTests.Whatever_is_filled_in_reaches_the_row_the_messages_and_the_audit_trail_and_access_ends_at_the_time_that_was_picked)],
        ["`type`: `string`, `int`, `bool`, `duration`"] = [nameof(FieldTests.A_value_is_kept_in_its_one_form_or_refused_with_a_sentence)],
        ["`type`: `slack_user`, `slack_user_list`"] = [nameof(AccessFormTests.A_field_is_drawn_as_what_Slack_has_for_its_type)],
        ["`type`: `str_list`, `int_list`"] = [nameof(FieldTests.A_value_is_told_in_words)],
        ["`visible`"] = [nameof(FieldTests.A_hidden_field_always_holds_its_default), nameof(FieldTests.What_is_asked_for_depends_on_the_answers_above)],
        ["`allowed_values`"] = [nameof(AccessFormTests.More_than_a_hundred_choices_are_found_by_typing)],
        ["`prefetch`, `@prefetch`"] = [nameof(CodeRulesTests.Rules_name_people_and_choices_and_one_that_fails_names_nobody_and_lets_nobody_escape)],
        ["`on_change`"] = [nameof(AccessModalTests.The_form_changes_with_what_is_filled_in_and_is_read_as_Slack_sends_it)],
        ["`target_id`"] = [nameof(AccessFormTests.More_than_a_hundred_flows_or_targets_are_asked_for_while_typing)],
        ["the `duration` field"] = [nameof(DurationTextTests.A_duration_is_read_and_said), nameof(TargetTests.An_end_of_ones_own_is_taken_within_the_maximum)],
        ["`sym_strategy` of type `onelogin`"] = [nameof(LifeOfARequestTests.Asked_for_approved_granted_and_taken_away_on_time)],
        ["`sym_target`: `role_id`"] = [nameof(TargetTests.What_is_written_of_a_target_is_read)],
        ["`privilege_level`"] = [nameof(LifeOfARequestTests.An_admin_of_the_role_is_made_and_unmade)],
        ["`field_bindings = [\"privilege_level\"]`"] = [nameof(AccessFormTests.The_privilege_is_asked_where_the_target_leaves_it_open)],
        ["`sym_flows_filter`, `get_flows`"] = [nameof(RulingTests.The_flows_that_are_offered_are_those_that_may_be_asked_for), nameof(CodeRulesTests.A_flow_that_a_rule_hides_is_not_in_the_menu)],
        ["Python in a sandbox of ten imports"] = [nameof(AccessBot.Tests.Compiler.RuleCompilerTests.What_can_not_be_used_is_told_as_a_compiler_tells_it)],
        ["`get_permissions`: `approve_deny`"] = [nameof(Deciding.On_a_request_of_rita_may_decide), nameof(RulingTests.The_ruling_is)],
        ["`PermissionLevel.ADMIN`, `MEMBER`, `ALL_USERS`"] = [nameof(Deciding.On_a_request_of_rita_may_decide)],
        ["admins may always approve"] = [nameof(Deciding.On_a_request_of_rita_may_decide), nameof(AdminTests.Everything_may_be_stopped_and_people_linked_by)],
        ["`allow_self_approval`, `allow_self`"] = [nameof(Deciding.Self_approval_is_for_requesters_who_are_approvers)],
        ["`get_request_notifications`, `Notification`"] = [nameof(EscalationTests.Somebody_whom_the_second_step_lets_decide_is_refused_before_and_counts_after_up_to_the_grant_and_its_end)],
        ["`timeout` of a notification"] = [nameof(EscalationTests.When_all_steps_are_used_up_it_lapses_and_all_messages_say_so)],
        ["`fallback`, `continue_on_delivery_failure`"] = [nameof(PlacesTests.Who_is_not_there_is_passed_over_at_once_and_nobody_at_all_is_refused)],
        ["`continue_on_timeout`"] = [nameof(EscalationTests.A_nudge_that_is_lost_is_found_again_and_two_nodes_move_it_once)],
        ["destinations by field, target or department"] = [nameof(PlacesByRuleTests.A_step_is_where_a_rule_says_and_the_next_one_comes_at_once_where_it_says_nowhere), nameof(PlacesTests.Each_of_several_people_gets_a_message_of_their_own_and_any_of_them_decides)],
        ["the channel of the command"] = [nameof(PlacesTests.It_is_announced_where_the_command_was_typed_or_in_the_next_place_at_once)],
        ["`get_approvers`"] = [nameof(RulesFileTests.Every_way_to_name_people_is_read)],
        ["`get_timeout`"] = [nameof(LifeOfARequestTests.Closed_when_nobody_decided_and_not_to_be_approved_after_that)],
        ["`get_identity`"] = [nameof(IdentityRuleTests.A_rule_links_whom_no_address_does_and_the_link_stays)],
        ["`get_identity_lookup`"] = [nameof(IdentityRuleTests.A_rule_links_whom_no_address_does_and_the_link_stays), nameof(IdentityTests.The_same_name_in_an_alias_of_the_domain_is_the_same_person)],
        ["`on_prompt`"] = [nameof(CodeRulesTests.A_flow_that_a_rule_hides_is_not_in_the_menu)],
        ["`on_request`"] = [nameof(CodeRulesTests.What_a_rule_approves_is_granted_with_no_click_and_only_if_it_still_does), nameof(AtOnceTests.Approved_by_a_rule_it_is_granted_with_no_click_and_taken_away_on_time)],
        ["`after_request`"] = [nameof(ToldRulesTests.A_request_is_told_from_its_beginning_to_its_end_in_order_and_once)],
        ["`on_approve`, `after_approve`"] = [nameof(CodeRulesTests.Rules_have_a_say_in_clicks_and_one_that_fails_lets_nobody_in_and_keeps_nobody_from_denying), nameof(ToldRulesTests.Each_of_two_approvals_is_told_with_what_it_led_to)],
        ["`on_deny`, `after_deny`"] = [nameof(CodeRulesTests.Rules_have_a_say_in_clicks_and_one_that_fails_lets_nobody_in_and_keeps_nobody_from_denying), nameof(ToldRulesTests.What_comes_of_a_request_that_is_not_granted_is_told)],
        ["`on_escalate`, `after_escalate`"] = [nameof(CodeRulesTests.What_is_approved_is_given_up_if_a_rule_says_so_before_the_grant), nameof(ToldRulesTests.A_request_is_told_from_its_beginning_to_its_end_in_order_and_once)],
        ["`on_deescalate`, `after_deescalate`"] = [nameof(ToldRulesTests.A_rule_that_hangs_holds_up_no_revocation_and_is_given_up_after_its_time), nameof(ToldStepsTests.Each_life_is_told_step_by_step)],
        ["`on_request_forward`, `after_request_forward`"] = [nameof(PlacesByRuleTests.A_request_does_not_lapse_because_a_rule_fails_and_comes_where_it_says_in_the_end), nameof(EscalationTests.The_steps_of_today_s_rules_count_and_a_flow_that_is_gone_loses_nothing)],
        ["`on_request_expire`"] = [nameof(ToldRulesTests.What_comes_of_a_request_that_is_not_granted_is_told)],
        ["`ApprovalTemplate.approve`"] = [nameof(CodeRulesTests.What_a_rule_approves_is_granted_with_no_click_and_only_if_it_still_does)],
        ["`ApprovalTemplate.deny`"] = [nameof(CodeRulesTests.A_rule_refuses_the_form_or_leaves_less_of_it_and_never_more)],
        ["`ApprovalTemplate.ignore`"] = [nameof(CodeRulesTests.Rules_have_a_say_in_clicks_and_one_that_fails_lets_nobody_in_and_keeps_nobody_from_denying)],
        ["another `duration` or `target` in a hook"] = [nameof(LesseningTests.Only_less_comes_of_it), nameof(LesseningTests.A_target_is_not_widened)],
        ["`Event`, `Run`, `Flow`"] = [nameof(CodeNamesTests.A_rule_knows_which_flow_asks_it), nameof(ToldRulesTests.A_request_is_told_from_its_beginning_to_its_end_in_order_and_once)],
        ["`User`"] = [nameof(RuleSlackTests.Somebody_is_found_by_id_and_by_address_with_what_they_are_linked_to)],
        ["`get_event_count`"] = [nameof(RuleHistoryTests.Somebodys_requests_are_counted_by_how_far_they_came_and_since_when), nameof(AutoRuleTests.A_condition_holds_or_not)],
        ["`onelogin.list_roles`"] = [nameof(RuleOneLoginTests.Every_role_of_a_large_tenant_is_listed_page_by_page_and_once_a_minute)],
        ["`onelogin.get_user_info`"] = [nameof(RuleOneLoginTests.A_user_is_told_with_name_roles_and_manager)],
        ["`onelogin.users_in_role`, `is_user_in_role`"] = [nameof(RuleOneLoginTests.Everybody_in_a_role_is_listed_over_all_pages), nameof(RuleOneLoginTests.Who_is_in_a_role_is_told_by_their_own_roles_and_a_role_that_is_none_is_an_error)],
        ["`OneLoginError`"] = [nameof(RuleOneLoginTests.What_OneLogin_does_has_a_code)],
        ["`slack.user`, `channel`, `group`"] = [nameof(PlacesTests.Each_of_several_people_gets_a_message_of_their_own_and_any_of_them_decides), nameof(PlacesTests.Several_people_talk_about_it_in_one_conversation_without_the_requester)],
        ["`slack.mention`, `send_message`, `send_thread_message`"] = [nameof(RuleSlackTests.A_message_goes_to_a_channel_and_to_a_person_with_its_own_markup), nameof(RuleSlackTests.An_answer_goes_to_the_thread_of_the_requests_message_or_nowhere)],
        ["`slack.get_user_info`, `is_user_in_group`, `users_in_channel`"] = [nameof(RuleSlackTests.Members_of_channels_and_groups_are_told_and_what_is_missing_is_an_error)],
        ["`pagerduty.is_on_call`, `users_on_call`, `users_for_schedule`"] = [nameof(OnCallDirectoryTests.PagerDuty_says_who_is_on_call_by_a_schedule_and_by_a_policy), nameof(GivenToRulesTests.All_services_answer_side_by_side)],
        ["`pagerduty.get_incidents`, and `okta`, `jira`, `github`, `knowbe4`, …"] = [nameof(GivenToRulesTests.What_goes_out_by_the_HTTP_client_carries_nothing_of_AccessBots)],
        ["`store.fetch`, `store.put`"] = [nameof(RuleStoreTests.What_was_put_there_last_is_fetched_until_it_is_taken_away)],
        ["`persist_user_identity`"] = [nameof(IdentityRuleTests.A_rule_links_whom_no_address_does_and_the_link_stays), nameof(IdentityTests.An_admin_links_whom_no_address_does_and_undoes_it)],
        ["approved if on call"] = [nameof(AutoRuleTests.A_condition_holds_or_not)],
        ["approved by group, field or history"] = [nameof(AutoRuleTests.A_condition_holds_or_not)],
        ["a check that throws falls back to people"] = [nameof(AutoRuleTests.While_nobody_can_tell_who_is_on_call_nothing_is_approved_by_that_and_nobody_escapes_a_denial)],
        ["identity: stored, else reducer, else e-mail, else an admin"] = [nameof(IdentityRuleTests.Where_the_rule_says_nothing_the_address_does_and_where_it_contradicts_it_the_rule_counts), nameof(IdentityTests.An_address_that_becomes_somebody_elses_and_a_second_claimant_are_refused_and_told)],
        ["people made as they come, by domains"] = [nameof(Deciding.On_a_request_of_rita_may_decide), nameof(AskingTests.A_guest_is_told_so_instead_of_a_form)],
        ["roles admin, member, guest"] = [nameof(RulingTests.The_ruling_is), nameof(AdminTests.Everything_may_be_stopped_and_people_linked_by)],
    };

    [Fact]
    public void Every_row_with_something_to_write_is_shown_by_a_test_and_every_other_says_why_there_is_nothing()
    {
        var manual = File.ReadAllText(Repository.File("README.md"));
        var section = manual[manual.IndexOf("\n## Coming from Sym\n", StringComparison.Ordinal)..];
        var rows = Row().Matches(section[..section.IndexOf("\n## ", 4, StringComparison.Ordinal)])
            .Skip(1).Select(row => (Sym: row.Groups["sym"].Value, Here: row.Groups["here"].Value)).ToList();

        Assert.Equal(rows.Where(row => !row.Here.StartsWith("nothing", StringComparison.Ordinal)).Select(row => row.Sym), Shown.Keys);
        Assert.All(Shown, row => Assert.True(row.Value.Length > 0, $"Nothing shows {row.Key}."));
        Assert.All(Shown.SelectMany(row => row.Value), test => Assert.Contains(Tests, name => string.Equals(name, test, StringComparison.Ordinal)));
    }

    private static IReadOnlySet<string> Tests { get; } = typeof(ComingFromSymTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        .Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)).Select(method => method.Name).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex("^\\| (?<sym>.+?) \\| (?<here>.+?) \\|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
