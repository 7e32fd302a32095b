// Somebody else's simulation of Slack's Web API, for AccessBot's client to talk to.
import { createEmulator } from 'emulate';

const { port, seed } = JSON.parse(process.env.PEER);
await createEmulator({ service: 'slack', port, seed });
console.log(JSON.stringify({ heard: 'ready' }));
