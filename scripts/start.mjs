import { subscribe } from "node:diagnostics_channel";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { parseArgs, parseEnv } from "node:util";
import { endsGently } from "./end-gently.mjs";

// Serves the current build: `npm start`, the demo, drills and browser tests. `next start` listens, and says that it is
// ready, before the app has looked whether it may start; and it keeps connections while it ends.

Object.assign(process.env, { NODE_ENV: "production", NEXT_RUNTIME: "nodejs" });
const { values } = parseArgs({ options: { "keep-alive": { type: "string" } } });
const host = setting("HOST") ?? "127.0.0.1";
const port = Number(setting("PORT") ?? 3000);
if (![".next-current", ".next"].some(existsSync))
  fail(new Error("There is no build to serve. Make one: npm run build"));
const { default: next } = await import("next");

// Published by src/instrumentation.ts once the app may serve; until then nothing listens.
const started = new Promise((done) => subscribe("throughline.started", () => done(undefined)));
// The framework writes loopback addresses as localhost: under another name it would take its own rewrites for foreign.
const app = next({ dev: false, hostname: "localhost", port });
await app.prepare().catch(fail);
await started;

const server = createServer();
const end = endsGently(server);
server.on("request", app.getRequestHandler());
if (values["keep-alive"] !== undefined) server.keepAliveTimeout = Number(values["keep-alive"]);
server.on("error", fail);
server.listen(port, host, () => console.log(`Throughline is ready on ${host}, port ${port}.`));
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, stop);

let stopping = false;
/** Terminals and npm send several signals; later ones change nothing. */
async function stop() {
  if (stopping) return;
  stopping = true;
  const cut = await end();
  if (cut > 0) console.error(`The server ended before it had answered ${cut} requests.`);
  process.exit(0);
}

/** @param {Error} error */
function fail(error) {
  console.error(error.message);
  process.exit(1);
}

/**
 * A variable of this process, else of the files that the framework reads once it runs; an empty one counts as not set.
 * @param {string} name
 */
function setting(name) {
  const files = [".env.production.local", ".env.local", ".env.production", ".env"].filter(existsSync);
  const given = [process.env, ...files.map((file) => parseEnv(readFileSync(file, "utf8")))];
  return given.map((record) => record[name]).find(Boolean);
}
