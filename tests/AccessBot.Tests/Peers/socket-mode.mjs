// Slack's own client of Socket Mode, bare: it acknowledges each envelope with a text, and says on its standard output what it hears.
import { SocketModeClient, LogLevel } from '@slack/socket-mode';

const { apiUrl, appToken } = JSON.parse(process.env.PEER);
const client = new SocketModeClient({ appToken, logLevel: LogLevel.ERROR, clientOptions: { slackApiUrl: apiUrl } });
const heard = (what, words) => console.log(JSON.stringify({ heard: what, ...words }));

client.on('slash_commands', async ({ body, ack }) => {
  await ack({ text: `You said ${body.text}.` });
  heard('command', { user: body.user_id, text: body.text });
});
client.on('connected', () => heard('connected'));
await client.start().catch((error) => heard('refused', { message: error.message }));
