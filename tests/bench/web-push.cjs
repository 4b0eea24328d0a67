// npm's web-push as documented, some at once; prints the CPU seconds of all messages.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const webpush = createRequire(`${process.cwd()}/`)("web-push");

const AT_ONCE = 100;
const given = JSON.parse(readFileSync(process.argv[2], "utf8"));
const vapidDetails = { subject: "mailto:o@example.org", publicKey: given.vapid_public, privateKey: given.vapid };

async function send(messages) {
  for (let first = 0; first < messages; first += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, number) => given.subscriptions[(first + number) % given.subscriptions.length]);
    await Promise.all(
      some.map((one) => webpush.sendNotification(one, given.payload, { vapidDetails, TTL: 3600, urgency: "high", topic: "x".repeat(32) })),
    );
  }
}

(async () => {
  await send(AT_ONCE);
  const before = process.cpuUsage();
  await send(given.messages);
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1e6);
})();
