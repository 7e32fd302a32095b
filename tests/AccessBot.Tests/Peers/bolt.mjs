// A small bot on Slack's own framework, which does in few lines what AccessBot does in many. It says on its standard output what it hears.
import bolt from '@slack/bolt';

const { door, port, apiUrl, botToken, appToken, signingSecret } = JSON.parse(process.env.PEER);
const app = new bolt.App({
  token: botToken,
  clientOptions: { slackApiUrl: apiUrl },
  logLevel: bolt.LogLevel.ERROR,
  ...(door === 'socket-mode' ? { socketMode: true, appToken } : { signingSecret }),
});

const heard = (what, words) => console.log(JSON.stringify({ heard: what, ...words }));
const text = (words) => ({ type: 'plain_text', text: words });

app.command('/access', async ({ ack, command, client }) => {
  await ack();
  heard('command', { user: command.user_id, text: command.text, team: command.team_id, channel: command.channel_id });
  await client.views.open({
    trigger_id: command.trigger_id,
    view: {
      type: 'modal', callback_id: 'ask', title: text('Ask'), submit: text('Send'),
      blocks: [
        { type: 'input', block_id: 'reason', label: text('Reason'), element: { type: 'plain_text_input', action_id: 'reason' } },
        { type: 'input', block_id: 'role', label: text('Role'), element: { type: 'external_select', action_id: 'role', min_query_length: 0 } },
      ],
    },
  });
});

app.options('role', async ({ ack, payload }) => {
  heard('options', { typed: payload.value });
  await ack({ options: [{ text: text('Production Admin'), value: 'admin' }] });
});

app.view('ask', async ({ ack, body, view, client }) => {
  const reason = view.state.values.reason.reason.value;
  if (reason === 'no') {
    await ack({ response_action: 'errors', errors: { reason: 'Say why.' } });
    return;
  }

  await ack();
  heard('submission', { user: body.user.id, reason, role: view.state.values.role.role.selected_option.value });
  await client.chat.postMessage({
    channel: 'C0GENERAL', text: `${body.user.id} asks: ${reason}`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `<@${body.user.id}> asks: ${reason}` } },
      { type: 'actions', block_id: 'decide', elements: [{ type: 'button', action_id: 'approve', text: text('Approve'), value: '1' }] },
    ],
  });
});

app.action('approve', async ({ ack, body, action, client, respond }) => {
  await ack();
  heard('click', { user: body.user.id, value: action.value });
  await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: `Approved by <@${body.user.id}>`, blocks: [] });
  await respond({ response_type: 'ephemeral', replace_original: false, text: 'Thank you.' });
});

app.event('app_home_opened', async ({ event, client }) => {
  heard('home', { user: event.user });
  await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Welcome' } }] } });
});

app.error(async (error) => heard('error', { message: error.message }));
await app.start(port);
heard('ready');
