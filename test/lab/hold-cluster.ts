import { startCluster } from './cluster.ts';

// Starts a cluster, says where it is in one line of JSON, and holds it until it is ended from outside.
const cluster = await startCluster({ members: 3 });
const members = cluster.members.map((member) => member.pid);
process.stdout.write(`${JSON.stringify({ directory: cluster.directory, members })}\n`);
setInterval(() => undefined, 60_000);
