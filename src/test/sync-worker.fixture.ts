import { subscribe } from "node:diagnostics_channel";
import { createInterface } from "node:readline";
import pg from "pg";
import { phases } from "@/modules/hub/sync/operations/phases";
import { syncWork } from "@/modules/hub/sync/operations/work-due";
import { hubspot } from "@/modules/hub-hubspot/hubspot/operations/provider";
import { declaredNouns } from "@/registry/nouns";
import { registerMany } from "@/server/nouns/many";
import { registerConsumers } from "@/server/outbox/consumers";
import { registerProviders } from "@/server/sync/provider";

// A process that does the sync of a workspace each time it is told to, and kills itself at a step of a phase: each statement
// to the database and each request counts before it is sent, when it is sent, and when it was answered.
const [tenantId = ""] = process.argv.slice(2);
registerMany(declaredNouns);
registerProviders([hubspot]);
registerConsumers([]);

let phase = "none";
let steps: Record<string, number> = {};
let target = { phase: "", step: 0 };

function step(): void {
  const count = (steps[phase] ?? 0) + 1;
  steps[phase] = count;
  if (phase === target.phase && count === target.step) process.kill(process.pid, "SIGKILL");
}

/** The phase of the run that a statement, or its answer, speaks of. */
const phaseIn = (values: unknown): string | undefined =>
  Array.isArray(values)
    ? (values.flat(1).find((value) => (phases as readonly unknown[]).includes(value)) as string | undefined)
    : undefined;

type Query = (...given: unknown[]) => unknown;
const query = pg.Client.prototype.query as unknown as Query;
pg.Client.prototype.query = function counted(this: pg.Client, ...given: unknown[]) {
  step();
  const { text = "", values } = (given[0] ?? {}) as { text?: string; values?: unknown };
  const isOfRun = text.includes("sync_runs");
  if (isOfRun) phase = phaseIn(values) ?? (/^\s*insert/i.test(text) ? "recover" : phase);
  const answer = query.apply(this, given);
  step();
  if (answer instanceof Promise)
    answer.then(
      ({ rows }: { rows?: unknown }) => {
        if (isOfRun) phase = phaseIn(rows) ?? phase;
        step();
      },
      () => undefined,
    );
  return answer;
} as never;

const requests = ["undici:request:create", "undici:request:bodySent", "undici:request:headers"];
for (const name of [...requests, "http.client.request.start", "http.client.response.finish"]) subscribe(name, step);

async function* nothing(): AsyncGenerator<Uint8Array> {}

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  target = JSON.parse(line);
  [phase, steps] = ["none", {}];
  while (await syncWork.run({ tenantId, ms: 20_000 }, nothing()));
  target = { phase: "", step: 0 };
  console.log(JSON.stringify(steps));
}
process.exit(0);
