using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

public sealed class RulesProblemTests
{
    /// <summary>A line of the good file, what stands there instead, where which problems are, and words of the last one's sentences.</summary>
    [Theory]
    // The whole
    [InlineData(1, "", "1:1 missing-key", "'version: 1'")]
    [InlineData(1, "version: 2", "1:10 bad-version", "reads version 1")]
    [InlineData(1, "version: '1'", "1:10 bad-version", "is the text '1'")]
    [InlineData(1, "version: 1.0", "1:10 bad-version", "'version: 1'")]
    [InlineData(1, "version:", "1:9 bad-version", "is empty")]
    [InlineData(2, "", "1:1 missing-key", "admins: [ana@example.com]")]
    [InlineData(2, "admins: []", "2:9 empty-list", "[ana@example.com]")]
    [InlineData(2, "admins: ana@acme.com", "2:9 wrong-kind", "brackets")]
    [InlineData(2, "admins: [everyone]", "2:10 bad-principal", "'everyone' can't be admin")]
    [InlineData(2, "admins: [admins]", "2:10 bad-principal", "can't stand for itself")]
    [InlineData(2, "admins: [{ manager: requester }]", "2:10 bad-principal", "Name people, groups or a role")]
    [InlineData(2, "admins: [ana@acme.com, ANA@acme.com]", "2:24 duplicate-value", "Remove one")]
    [InlineData(2, "admins: [ana@acme.com]\nadmin: x", "3:1 unknown-key", "Did you mean 'admins'?")]
    [InlineData(2, "admins: [ana@acme.com]\nversion: 1", "3:1 duplicate-key", "the first is in line 1")]
    // Targets
    [InlineData(4, "  pröd:", "4:3 bad-name, 12:15 unknown-target", "Valid names: pröd. Did you mean 'pröd'?")]
    [InlineData(5, "    label: ''", "5:12 bad-text", "leave the key out")]
    [InlineData(5, "    label: [x]", "5:12 wrong-kind", "a list")]
    [InlineData(5, "    label: \"two\\nlines\"", "5:12 bad-text", "on one line")]
    [InlineData(6, "", "5:5 missing-key", "numeric id")]
    [InlineData(6, "    oneLoginRole: Production", "6:19 bad-number", "Users > Roles")]
    [InlineData(6, "    oneLoginRole: '81878'", "6:19 bad-number", "without quotes")]
    [InlineData(6, "    oneLoginRole: 0", "6:19 bad-number", "out of range (1 to")]
    [InlineData(6, "    oneLoginRole: -5", "6:19 bad-number", "not a whole number")]
    [InlineData(6, "    oneLoginRole: 0x10", "6:19 bad-number", "not a whole number")]
    [InlineData(6, "    oneLoginRole: 081878", "6:19 bad-number", "not a whole number")]
    [InlineData(6, "    oneLoginRole: 99999999999999999999", "6:19 bad-number", "numeric id")]
    [InlineData(6, "    oneLoginRole: [1]", "6:19 bad-number", "a list")]
    [InlineData(7, "    privilege: owner", "7:16 bad-text", "member")]
    [InlineData(7, "    priviledge: member", "7:5 unknown-key", "Did you mean 'privilege'?")]
    [InlineData(7, "    privilege: ask\n    description: \"two\\nlines\"", "8:18 bad-text", "on one line")]
    [InlineData(7, "    group: ''", "7:12 bad-text", "leave the key out")]
    [InlineData(7, "    requesters: []", "7:17 empty-list", "[admins]")]
    [InlineData(7, "    requesters: [evryone]", "7:18 bad-principal", "Did you mean 'everyone'?")]
    [InlineData(7, "    requesters: [{ manager: requester }]", "7:18 bad-principal", "nobody is their own manager")]
    // A flow
    [InlineData(9, "  two words:", "9:3 bad-name", "'-', '_' or '.'")]
    [InlineData(9, "  production: &p\n    targets: [prod]\n  other:", "9:15 missing-key, 9:15 missing-key, 9:15 missing-key", "notify: [ { channel: C0ACCESS } ]")]
    [InlineData(9, "  production: {}\n  production:", "10:3 duplicate-key, 9:15 missing-key, 9:15 missing-key", "first is in line 9")]
    [InlineData(11, "    description: ''", "11:18 bad-text", "leave the key out")]
    [InlineData(12, "    targets: [prd]", "12:15 unknown-target", "Valid names: prod. Did you mean 'prod'?")]
    [InlineData(12, "    targets: []", "12:14 empty-list", "Name at least one")]
    [InlineData(12, "    targets: prod", "12:14 wrong-kind", "even a single one")]
    [InlineData(12, "    targets: [prod, prod]", "12:21 duplicate-value", "stands twice")]
    [InlineData(12, "", "12:5 contradiction, 22:5 contradiction, 23:5 contradiction", "(there are: prod), or remove 'allowRevoke'")]
    [InlineData(13, "", "10:5 missing-key", "durations: [30m, 1h, 4h]")]
    [InlineData(13, "    durations: []", "13:16 empty-list", "[30m, 1h, 4h]")]
    [InlineData(13, "    durations: 1h", "13:16 wrong-kind", "[30m, 1h, 4h]")]
    [InlineData(13, "    durations: [30m, 0h]", "13:22 bad-duration", "is zero")]
    [InlineData(13, "    durations: [-1h]", "13:17 bad-duration", "is negative")]
    [InlineData(13, "    durations: [30]", "13:17 bad-duration", "30s, 15m, 4h or 1d")]
    [InlineData(13, "    durations: [1w]", "13:17 bad-duration", "30s, 15m, 4h or 1d")]
    [InlineData(13, "    durations: [366d]", "13:17 bad-duration", "up to 365d")]
    [InlineData(13, "    durations: [99999999999999999999999h]", "13:17 bad-duration", "more than 365 days")]
    [InlineData(13, "    durations: [1h, 60m]", "13:21 duplicate-value", "1 hour stands twice")]
    [InlineData(13, "    durations: [~]", "13:17 wrong-kind", "is empty")]
    [InlineData(13, "    durations: [1h]\n    allowUntil: sure", "14:17 bad-flag", "true or false")]
    [InlineData(13, "    durations: [1h]\n    maxDuration: 8h", "14:18 contradiction", "Add 'allowUntil: true'")]
    [InlineData(13, "    durations: [1h, 4h]\n    allowUntil: true\n    maxDuration: 2h", "15:18 contradiction", "below one of its durations, 4 hours")]
    [InlineData(13, "    durations: [1h]\n    allowUntil: true\n    maxDuration: soon", "15:18 bad-duration", "up to 365d")]
    [InlineData(13, "    durations: [1h]\n    breakGlass: true", "14:17 wrong-kind", "Valid keys: requesters, durationAtMost")]
    [InlineData(13, "    durations: [1h]\n    breakGlass: { requesters: [everyone] }", "14:17 missing-key", "durationAtMost: 1h")]
    [InlineData(13, "    durations: [1h]\n    breakGlass: { durationAtMost: 1h }", "14:17 missing-key", "slackGroup: S0ONCALL")]
    [InlineData(13, "    durations: [1h]\n    breakGlass: { requesters: [], durationAtMost: 1h }", "14:31 empty-list", "S0ONCALL")]
    [InlineData(13, "    durations: [1h]\n    breakGlass: { requesters: [{ manager: requester }], durationAtMost: 1h }", "14:32 bad-principal", "nobody is their own manager")]
    [InlineData(13, "    durations: [1h]\n    breakGlass: { requesters: [everyone], durationAtMost: soon }", "14:59 bad-duration", "30s, 15m, 4h or 1d")]
    [InlineData(13, "    durations: [1h]\n    breakGlass: { requesters: [everyone], durationAtMost: 30m }", "14:59 contradiction", "Raise durationAtMost")]
    [InlineData(13, "    durations: [1h]\n    breakGlass: { requesters: [everyone], durationAtMost: 1h, limit: 3 }", "14:63 unknown-key", "Valid keys: requesters, durationAtMost")]
    [InlineData(23, "    autoRevoke: false\n    breakGlass: { requesters: [everyone], durationAtMost: 1h }", "13:16 contradiction, 24:17 contradiction", "set autoRevoke to true")]
    [InlineData(13, "    durations: [1h]\n    autoDeny: [ { when: { breakGlass: true }, because: No. } ]", "14:25 contradiction", "Add 'breakGlass' to the flow")]
    [InlineData(13, "    durations: [1h]\n    breakGlass: { requesters: [everyone], durationAtMost: 1h }\n    autoDeny: [ { when: { breakGlass: sure }, because: No. } ]", "15:39 bad-flag", "true or false")]
    [InlineData(13, "    durations: [1h]\n    breakGlass: { requesters: [everyone], durationAtMost: 1h }\n    autoApprove: [ { when: { breakGlass: true }, because: No } ]", "15:30 unknown-key", "Valid keys: requesterIn")]
    [InlineData(11, "    header: ''", "11:13 bad-text", "leave the key out")]
    [InlineData(14, "    reason: true", "14:13 wrong-kind", "Valid keys: required, minLength")]
    [InlineData(14, "    reason: { required: yes }", "14:25 bad-flag", "true or false")]
    [InlineData(14, "    reason: { required: True }", "14:25 bad-flag", "in small letters")]
    [InlineData(14, "    reason: { required: 'true' }", "14:25 bad-flag", "without quotes")]
    [InlineData(14, "    reason: { minLength: 3001 }", "14:26 bad-number", "(0 to 3000)")]
    [InlineData(14, "    reason: { minLenght: 10 }", "14:15 unknown-key", "Did you mean 'minLength'?")]
    // Fields
    [InlineData(16, "      - { label: Ticket }", "16:9 missing-key", "name: ticket")]
    [InlineData(16, "      - { name: the ticket }", "16:17 bad-name", "Begin with a letter")]
    [InlineData(16, "      - { name: a }\n      - { name: a }", "17:17 duplicate-value", "a name of its own")]
    [InlineData(16, "      - { name: a, type: strng }", "16:26 bad-text", "Valid types: string, text, int, bool, choice, multi-choice, user, users, duration. Did you mean 'string'?")]
    [InlineData(16, "      - { name: a, type: [int] }", "16:26 bad-text", "Valid types")]
    [InlineData(16, "      - { name: a, help: '' }", "16:26 bad-text", "leave the key out")]
    [InlineData(16, "      - { name: a, min: 3, max: 2 }", "16:33 contradiction", "Swap the two")]
    [InlineData(16, "      - { name: a, max: 3001 }", "16:25 bad-number", "a number of characters")]
    [InlineData(16, "      - { name: a, max: 0 }", "16:25 bad-number", "(1 to 3000)")]
    [InlineData(16, "      - { name: a, type: int, min: x }", "16:36 bad-number", "for example min: 1")]
    [InlineData(16, "      - { name: a, type: int, min: '1' }", "16:36 bad-number", "for example min: 1")]
    [InlineData(16, "      - { name: a, type: int, max: 9007199254740992 }", "16:36 bad-number", "out of range")]
    [InlineData(16, "      - { name: a, type: int, min: -9, max: -10 }", "16:45 contradiction", "Swap the two")]
    [InlineData(16, "      - { name: a, type: users, max: 101 }", "16:38 bad-number", "how many can be picked")]
    [InlineData(16, "      - { name: a, type: multi-choice, choices: [x, y], min: 3 }", "16:62 contradiction", "Lower it, or add choices")]
    [InlineData(16, "      - { name: a, type: bool, min: 1 }", "16:37 contradiction", "of type bool")]
    [InlineData(16, "      - { name: a, type: user, max: 1 }", "16:37 contradiction", "Remove it")]
    [InlineData(16, "      - { name: a, type: duration, min: 5 }", "16:41 bad-duration", "30s, 15m, 4h or 1d")]
    [InlineData(16, "      - { name: a, type: duration, choices: [1h], min: 5m }", "16:56 contradiction", "its choices say what is possible")]
    [InlineData(16, "      - { name: a, type: int, pattern: x }", "16:40 contradiction", "of type int")]
    [InlineData(16, "      - { name: a, patternMessage: x }", "16:36 contradiction", "there is no pattern")]
    [InlineData(16, "      - { name: a, pattern: x, patternMessage: '' }", "16:48 bad-text", "leave the key out")]
    // Choices
    [InlineData(16, "      - { name: a, type: choice }", "16:9 missing-key", "choices: [small, large]")]
    [InlineData(16, "      - { name: a, type: choice, default: x }", "16:9 missing-key", "choices: [small, large]")]
    [InlineData(16, "      - { name: a, choices: [x] }", "16:29 contradiction", "Write type: choice or type: multi-choice")]
    [InlineData(16, "      - { name: a, type: bool, choices: [x] }", "16:41 contradiction", "of type bool")]
    [InlineData(16, "      - { name: a, type: choice, choices: x }", "16:43 wrong-kind", "brackets")]
    [InlineData(16, "      - { name: a, type: choice, choices: [] }", "16:43 empty-list", "small")]
    [InlineData(16, "      - { name: a, type: choice, choices: [x, x] }", "16:47 duplicate-value", "stands twice")]
    [InlineData(16, "      - { name: a, type: choice, choices: [x, { value: y, label: X }] }", "16:47 duplicate-value", "nothing else to tell them apart")]
    [InlineData(16, "      - { name: a, type: choice, choices: [{ label: x }] }", "16:44 missing-key", "{ value: large, label: Large one }")]
    [InlineData(16, "      - { name: a, type: choice, choices: [{ value: x, lable: y }] }", "16:56 unknown-key", "Did you mean 'label'?")]
    [InlineData(16, "      - { name: a, type: choice, choices: [~] }", "16:44 wrong-kind", "is empty")]
    [InlineData(16, "      - { name: a, type: duration, choices: [1h, 60m] }", "16:50 duplicate-value", "1 hour stands twice")]
    [InlineData(16, "      - { name: a, type: duration, choices: [1] }", "16:46 bad-duration", "has no unit")]
    // Defaults
    [InlineData(16, "      - { name: a, type: choice, choices: [red, green], default: rad }", "16:66 contradiction", "Valid values: red, green. Did you mean 'red'?")]
    [InlineData(16, "      - { name: a, type: multi-choice, choices: [x], default: x }", "16:63 wrong-kind", "even a single one: [small, large]")]
    [InlineData(16, "      - { name: a, type: multi-choice, choices: [x], default: [y] }", "16:63 contradiction", "Valid values: x")]
    [InlineData(16, "      - { name: a, type: int, default: x }", "16:40 contradiction", "Write a whole number")]
    [InlineData(16, "      - { name: a, type: int, max: 5, default: 6 }", "16:48 contradiction", "one that fits (at most 5)")]
    [InlineData(16, "      - { name: a, type: bool, default: yes }", "16:41 contradiction", "Write true or false")]
    [InlineData(16, "      - { name: a, type: user, default: ana@acme.com }", "16:41 contradiction", "Write a member ID")]
    [InlineData(16, "      - { name: a, type: users, default: [ana] }", "16:42 contradiction", "Write a member ID")]
    [InlineData(16, "      - { name: a, type: duration, default: 1 }", "16:45 contradiction", "30s, 15m, 4h or 1d")]
    [InlineData(16, "      - { name: a, hidden: true }", "16:9 missing-key", "filled in by nobody")]
    [InlineData(16, "      - { name: a, hidden: 1 }", "16:28 bad-flag", "true or false")]
    // When it is shown
    [InlineData(16, "      - { name: a, showWhen: x }", "16:30 wrong-kind", "{ urgency: [high, critical] }")]
    [InlineData(16, "      - { name: a, showWhen: {} }", "16:30 wrong-kind", "but is empty")]
    [InlineData(16, "      - { name: a, showWhen: { b: x } }", "16:32 unknown-field", "Valid names: none yet")]
    [InlineData(16, "      - { name: kind }\n      - { name: b, showWhen: { kidn: x } }", "17:32 unknown-field", "Valid names: kind. Did you mean 'kind'?")]
    [InlineData(16, "      - { name: a, showWhen: { a: x } }", "16:32 contradiction", "Move that field above")]
    [InlineData(16, "      - { name: a, showWhen: { b: x } }\n      - { name: b, showWhen: { a: x } }", "16:32 contradiction", "doesn't stand above it")]
    [InlineData(16, "      - { name: a, type: choice, choices: [red] }\n      - { name: b, showWhen: { a: rad } }", "17:35 contradiction", "Valid values: red. Did you mean 'red'?")]
    [InlineData(16, "      - { name: a, type: bool }\n      - { name: b, showWhen: { a: [true, maybe] } }", "17:42 contradiction", "Valid values: true, false")]
    [InlineData(16, "      - { name: a, type: int }\n      - { name: b, showWhen: { a: many } }", "17:35 contradiction", "Write a whole number")]
    [InlineData(16, "      - { name: a }\n      - { name: b, showWhen: { a: [] } }", "17:35 empty-list", "critical")]
    [InlineData(16, "      - { name: a }\n      - { name: b, showWhen: { a: { b: c } } }", "17:35 wrong-kind", "is a mapping")]
    [InlineData(16, "      - { name: a, pattern: '(' }", "16:29 bad-pattern", "single quotes")]
    [InlineData(16, "      - { name: a, pattern: '^[a-z]$', default: B }", "16:49 contradiction", "does not match its pattern")]
    [InlineData(16, "      - ticket", "16:9 wrong-kind", "Valid keys: name")]
    // People
    [InlineData(17, "    requesters: []", "17:17 empty-list", "[everyone]")]
    [InlineData(17, "    requesters: everyone", "17:17 wrong-kind", "brackets")]
    [InlineData(17, "    requesters: [evryone]", "17:18 bad-principal", "Did you mean 'everyone'?")]
    [InlineData(17, "    requesters: [{ everyone }]", "17:20 unknown-key", "Valid keys: user, slackGroup")]
    [InlineData(17, "    requesters: [{ manager: requester }]", "17:18 bad-principal", "nobody is their own manager")]
    [InlineData(17, "    requesters: [{ slackGroup: S0SRE, oneLoginRole: 4 }]", "17:18 bad-principal", "one entry for each")]
    [InlineData(17, "    requesters: [{}]", "17:18 bad-principal", "0 keys instead of one")]
    [InlineData(17, "    requesters: [{ user: ana }]", "17:26 bad-id", "member ID")]
    [InlineData(17, "    requesters: [{ user: Walter }]", "17:26 bad-id", "e-mail address")]
    [InlineData(17, "    requesters: [{ user: '*@acme.com' }]", "17:26 bad-id", "e-mail address")]
    [InlineData(17, "    requesters: [{ slackGroup: '@sre' }]", "17:32 bad-id", "copy the group ID")]
    [InlineData(17, "    requesters: [{ slackChannel: '#ops' }]", "17:34 bad-id", "copy the channel ID")]
    [InlineData(17, "    requesters: [{ oneLoginRole: SRE }]", "17:34 bad-number", "numeric id")]
    [InlineData(17, "    requesters: [{ slackgroup: S0SRE }]", "17:20 unknown-key", "Did you mean 'slackGroup'?")]
    [InlineData(17, "    requesters: [{ onCall: P0 }]", "17:28 wrong-kind", "Valid keys: pagerDutySchedule")]
    [InlineData(17, "    requesters: [{ onCall: { pagerDutySchedule: primary } }]", "17:49 bad-id", "like PI7DH85")]
    [InlineData(17, "    requesters: [{ onCall: { pagerDutyPolicy: P0 } }]", "17:30 unknown-key", "pagerDutyEscalationPolicy")]
    [InlineData(17, "    requesters: [{ onCall: {} }]", "17:28 bad-principal", "0 keys instead of one")]
    [InlineData(17, "    requesters: [{ onCall: { opsgenieSchedule: '' } }]", "17:48 bad-text", "is blank")]
    [InlineData(2, "admins: [{ onCall: { pagerDutySchedule: P0 } }]", "2:10 bad-principal", "may be away when one is needed")]
    // People within people
    [InlineData(17, "    requesters: [{ noneOf: [U0BEN] }]", "17:18 contradiction", "{ allOf: [ { slackGroup: S0SRE12 }, { noneOf:")]
    [InlineData(17, "    requesters: [{ anyOf: [U0ANA, { noneOf: [U0BEN] }] }]", "17:35 contradiction", "everybody else in the world")]
    [InlineData(17, "    requesters: [{ allOf: [{ noneOf: [U0BEN] }] }]", "17:27 contradiction", "allOf: [ everyone, { noneOf: [ … ] } ]")]
    [InlineData(17, "    requesters: [{ allOf: [U0ANA, { noneOf: [everyone] }] }]", "17:45 contradiction", "Leave out some people only")]
    [InlineData(17, "    requesters: [{ allOf: [] }]", "17:27 empty-list", "Name at least one")]
    [InlineData(17, "    requesters: [{ anyOf: [U0ANA, { manager: requester }] }]", "17:35 bad-principal", "nobody is their own manager")]
    [InlineData(17, "    requesters: [{ anyOf: [U0ANA, U0BEN] }, { anyOf: [U0BEN, U0ANA] }]", "17:45 duplicate-value", "Remove one")]
    [InlineData(17, "    requesters: [{ anyOf: [{ anyOf: [{ anyOf: [{ anyOf: [U0ANA] }] }] }] }]", "17:50 too-large", "more than 3 deep")]
    [InlineData(2, "admins: [{ allOf: [everyone, { noneOf: [U0BEN] }] }]", "2:20 bad-principal", "'everyone' can't be admin")]
    // Approvers
    [InlineData(19, "      []", "19:7 empty-list", "anyOf")]
    [InlineData(19, "      - { slackGroup: S0SRE }", "19:9 missing-key, 19:11 unknown-key", "Valid keys: anyOf, count")]
    [InlineData(19, "      - { anyOf: [] }", "19:18 empty-list", "slackGroup")]
    [InlineData(19, "      - { anyOf: [everyone], count: 0 }", "19:37 bad-number", "(1 to 100)")]
    [InlineData(19, "      - { anyOf: [everyone], count: two }", "19:37 bad-number", "count: 1")]
    [InlineData(19, "      - { anyOf: [U0ANA, U0BEN], count: 3 }", "19:41 contradiction", "names only 2")]
    [InlineData(19, "      - { anyOf: [admins], count: 2 }", "19:35 contradiction", "names only 1")]
    [InlineData(19, "      - { anyOf: [U0ANA] }\n      - { anyOf: [U0ANA] }", "19:7 contradiction", "counts once overall")]
    [InlineData(19, "      - { anyOf: [{ allOf: [{ slackGroup: S0SRE }, { anyOf: [U0ANA, U0BEN] }] }], count: 3 }", "19:90 contradiction", "names only 2")]
    [InlineData(19, "      - { anyOf: [{ allOf: [{ anyOf: [U0ANA, U0BEN] }, { noneOf: [U0BEN] }] }], count: 2 }", "19:88 contradiction", "names only 1")]
    [InlineData(19, "      - { anyOf: [{ manager: ana }] }", "19:30 bad-principal", "{ manager: requester }")]
    // Announcing, lapsing, ending
    [InlineData(21, "", "10:5 missing-key", "channel: C0ACCESS")]
    [InlineData(21, "    notify: { channel: C0ACCESS }", "21:13 wrong-kind", "brackets")]
    [InlineData(21, "    notify: [ { channel: '#access' } ]", "21:26 bad-id", "copy the channel ID")]
    [InlineData(21, "    notify: [ { channel: D0ACCESS } ]", "21:26 bad-id", "like C0ACCESS")]
    [InlineData(21, "    notify:\n      - channel: #access", "22:17 bad-id", "is a comment to YAML")]
    [InlineData(21, "    notify: []", "21:13 empty-list", "channel: C0ACCESS")]
    [InlineData(21, "    notify: [ { channel: C0A }, { channel: C0B }, { channel: C0C }, { channel: C0D }, { channel: C0E }, { channel: C0F }, { channel: C0G }, { channel: C0H }, { channel: C0I }, { channel: C0J }, { channel: C0K } ]", "21:195 too-large", "Shorten it to 10 or fewer")]
    [InlineData(21, "    notify: [ { timeout: 15m } ]", "21:15 missing-key", "Give it one of: channel, commandChannel, directMessage, groupMessage, webhook, rule.")]
    [InlineData(21, "    notify: [ { channel: C0ACCESS, directMessage: [admins] } ]", "21:36 contradiction", "add a step of its own")]
    [InlineData(21, "    notify: [ { chanel: C0ACCESS } ]", "21:15 missing-key, 21:17 unknown-key", "Did you mean 'channel'?")]
    [InlineData(21, "    notify: [ { commandChannel: false } ]", "21:33 contradiction", "Write commandChannel: true")]
    [InlineData(21, "    notify: [ { commandChannel: C0ACCESS } ]", "21:33 bad-flag", "true or false")]
    [InlineData(21, "    notify: [ { directMessage: [everyone] } ]", "21:33 bad-principal", "too many to write to")]
    [InlineData(21, "    notify: [ { directMessage: admins } ]", "21:32 wrong-kind", "even a single one")]
    [InlineData(21, "    notify: [ { groupMessage: [U0A, U0B, U0C, U0D, U0E, U0F, U0G, U0H] } ]", "21:31 contradiction", "Shorten it to 7 or fewer")]
    [InlineData(21, "    notify: [ { webhook: 'http://acme.com/in' } ]", "21:26 bad-address", "Write https://")]
    [InlineData(21, "    notify: [ { webhook: 'https://ana:secret@acme.com/in' } ]", "21:26 bad-address", "without a user name")]
    [InlineData(21, "    notify: [ { webhook: 'https://acme.com/in#part' } ]", "21:26 bad-address", "without #")]
    [InlineData(21, "    notify: [ { webhook: acme.com } ]", "21:26 bad-address", "Write https://")]
    [InlineData(21, "    notify: [ { webhook: 'https://acme.com/in', remindEvery: 10m } ]", "21:62 contradiction", "whoever receives the request reminds people")]
    [InlineData(21, "    notify: [ { channel: C0ACCESS, timeout: 8h } ]", "21:45 contradiction", "Shorten the timeouts, or raise lapseAfter")]
    [InlineData(21, "    notify: [ { channel: C0ACCESS, timeout: 9h }, { channel: C0OTHER } ]", "21:45 contradiction", "it closes the request, whatever step it has reached")]
    [InlineData(21, "    notify: [ { channel: C0ACCESS, timeout: 4h }, { channel: C0OTHER, timeout: 4h } ]", "21:80 contradiction", "the steps take 8 hours")]
    [InlineData(21, "    notify: [ { channel: C0ACCESS, timeout: soon } ]", "21:45 bad-duration", "30s, 15m, 4h or 1d")]
    [InlineData(21, "    notify: [ { channel: C0ACCESS, remindEvery: 30s } ]", "21:49 bad-duration", "Write 1m or more")]
    [InlineData(21, "    notify: [ { channel: C0ACCESS, timeout: 15m, remindEvery: 15m } ]", "21:63 contradiction", "since the step waits for 15 minutes")]
    [InlineData(21, "    notify: [ { channel: C0ACCESS, remindEvery: 8h } ]", "21:49 contradiction", "Shorten it below that")]
    [InlineData(21, "    notify: [ { channel: C0ACCESS, approvers: [] } ]", "21:47 empty-list", "slackGroup")]
    [InlineData(21, "    notify: [ { channel: C0ACCESS, approvers: [evryone] } ]", "21:48 bad-principal", "Did you mean 'everyone'?")]
    [InlineData(22, "    lapseAfter: never", "22:17 bad-duration", "up to 365d")]
    [InlineData(23, "    autoRevoke: false", "13:16 contradiction", "Remove the durations")]
    [InlineData(23, "    autoRevoke: false\n    allowUntil: true", "13:16 contradiction, 24:17 contradiction", "no end can be picked")]
    [InlineData(24, "    allowRevoke: no", "24:18 bad-flag", "true or false")]
    [InlineData(25, "    autoApprove: []", "25:18 empty-list", "because: Short enough")]
    [InlineData(25, "    allowExtend: maybe", "25:18 bad-flag", "true or false")]
    [InlineData(25, "    allowExtend: { approvals: false }", "25:20 unknown-key", "Did you mean 'approval'?")]
    [InlineData(25, "    allowExtend: { atMost: 30m }", "25:28 contradiction", "Raise atMost, or set allowExtend to false")]
    [InlineData(25, "    allowExtend: { atMost: soon }", "25:28 bad-duration", "30s, 15m, 4h or 1d")]
    [InlineData(25, "    remindBefore: never", "25:19 bad-duration", "30s, 15m, 4h or 1d")]
    [InlineData(23, "    autoRevoke: false\n    allowExtend: true\n    remindBefore: 5m", "13:16 contradiction, 24:18 contradiction, 25:19 contradiction", "no end to be reminded of")]
    [InlineData(25, "    decisionMessage: maybe", "25:22 bad-text", "off (which is what it means without this key), optional or required")]
    [InlineData(25, "    decisionMessage: [off]", "25:22 bad-text", "a list")]
    [InlineData(25, "    sources: [slack]", "25:5 not-supported", "from Slack only")]
    // YAML
    [InlineData(2, "admins: [ana@acme.com", "2:9 broken-yaml", "not closed")]
    [InlineData(25, "    allowGuests: 'false", "25:18 broken-yaml", "quotes")]
    [InlineData(25, "    allowGuests: false\0\n    allowRevoke: false", "25:23 broken-yaml", "U+0000")]
    [InlineData(2, "admins: [ana@acme.com]\n\tx: 1", "3:1 broken-yaml", "Indent with spaces")]
    [InlineData(2, "admins: @ana", "2:9 broken-yaml", "not YAML")]
    [InlineData(10, "    label: Production: access", "10:22 broken-yaml", "not YAML")]
    [InlineData(21, "    notify: [ { channel: #access } ]", "21:13 broken-yaml", "put the value in quotes")]
    [InlineData(25, "    allowGuests: false\n---\nversion: 1", "26:1 yaml-feature", "one document")]
    [InlineData(6, "    oneLoginRole: !!int 81878", "6:19 yaml-feature", "Remove it")]
    [InlineData(7, "    ? [privilege]\n    : member", "7:7 yaml-feature", "a plain word")]
    [InlineData(7, "    <<: { privilege: member }", "7:5 yaml-feature", "Write the keys out")]
    [InlineData(12, "    targets: [*prod]", "12:15 yaml-feature", "&prod")]
    [InlineData(5, "    label: *unknown", "5:12 yaml-feature", "&unknown")]
    public void A_mistake_is_told_with_its_place_and_a_remedy(int line, string instead, string places, string words)
    {
        var text = RulesText.With(line, instead);

        var reading = RulesFile.Read(text, "access.yaml");

        Assert.Equal(Sorted(places), Sorted(Places(reading)));
        Assert.Equal(reading.Problems.Count == 0, reading.Rules is not null);
        Assert.Contains(words, reading.Problems.Count == 0 ? "" : reading.Problems[^1].ToString(), StringComparison.Ordinal);
        Assert.All(reading.Problems, problem => Assert.Matches(@"^access\.yaml:\d+:\d+: [A-Z0-9'].*[.?] [A-Z].*[.?]$", problem.ToString()));
    }

    [Theory]
    [InlineData("", "1:1 empty-file")]
    [InlineData("\n\n", "1:1 empty-file")]
    [InlineData("# nothing but a comment\n", "1:1 empty-file")]
    [InlineData("---\n", "1:1 empty-file")]
    [InlineData("just text", "1:1 wrong-kind")]
    [InlineData("- version: 1", "1:1 wrong-kind")]
    [InlineData("{}", "1:1 missing-key, 1:1 missing-key, 1:1 missing-key")]
    [InlineData("version: 1\nadmins: [U0ANA]\ntargets: {}\nflows: {}", "3:10 empty-list, 4:8 empty-list")]
    [InlineData("version: 1\nadmins: [U0ANA]\ntargets: [prod]\nflows: []", "3:10 wrong-kind, 4:8 wrong-kind")]
    [InlineData("version: 1\nadmins: &a [*a]\ntargets: {}\nflows: {}", "2:13 yaml-feature, 3:10 empty-list, 4:8 empty-list")]
    [InlineData("\0", "1:1 broken-yaml")]
    public void A_file_without_rules_is_told_as_well(string text, string places)
    {
        var reading = RulesFile.Read(text, "access.yaml");

        Assert.Null(reading.Rules);
        Assert.Equal(Sorted(places), Sorted(Places(reading)));
    }

    [Fact]
    public void Two_flows_that_look_the_same_are_refused()
    {
        const string flow = "label: Same, targets: [prod], durations: [1h], approvers: [ { anyOf: [admins] } ], notify: [ { channel: C0ACCESS } ]";
        const string text = "version: 1\nadmins: [U0ANA]\ntargets: { prod: { oneLoginRole: 7 } }\nflows:\n  a: { " + flow + " }\n  b: { " + flow + " }\n";

        var reading = RulesFile.Read(text, "access.yaml");

        Assert.Equal("6:3 duplicate-value", Places(reading));
    }

    [Fact]
    public void Access_that_would_never_end_is_refused()
    {
        var text = RulesText.With(13, "").Replace("voke: true", "voke: false", StringComparison.Ordinal);

        var reading = RulesFile.Read(text, "access.yaml");

        var problem = Assert.Single(reading.Problems);
        Assert.Equal("23:18 contradiction", Places(reading));
        Assert.Contains("Set one of the two to true", problem.Remedy, StringComparison.Ordinal);
    }

    /// <summary>A window of Slack's has room for so much; it would not open.</summary>
    [Theory]
    [InlineData(22, "")]
    [InlineData(24, "15:13 too-large")]
    public void A_form_with_more_to_read_than_Slack_takes_is_refused(int fields, string places)
    {
        var help = new string('ж', 1000);
        var text = RulesText.With(15, $"    fields: [ {string.Join(", ", Enumerable.Range(0, fields).Select(i => $"{{ name: f{i}, help: {help} }}"))} ]").Replace(RulesText.Good.Split('\n')[15], "", StringComparison.Ordinal);

        var reading = RulesFile.Read(text, "access.yaml");

        Assert.Equal(places, Places(reading));
        Assert.All(reading.Problems, problem => Assert.Contains("Shorten them to 150 KB in all", problem.Remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_code_is_explained()
    {
        var codes = typeof(RulesProblemCode).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(
            string.Join(' ', codes.Order(StringComparer.Ordinal)),
            string.Join(' ', RulesProblemCode.Meanings.Keys.Order(StringComparer.Ordinal)));
    }

    internal static string Places(RulesReading reading) =>
        string.Join(", ", reading.Problems.Select(problem => $"{problem.Line}:{problem.Column} {problem.Code}"));

    private static string Sorted(string places) => string.Join(", ", places.Split(", ").Order(StringComparer.Ordinal));
}
