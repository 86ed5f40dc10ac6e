import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { testMeter, type UseFacts, useNumber, useTime } from "./use-numbers";

// One client of the ledger as a process of its own, which can be killed: it sends its share of the use in batches,
// three in ten of them again, and repeats each batch until it is answered.
const { values } = parseArgs({
  options: { tenant: { type: "string" }, facts: { type: "string" }, client: { type: "string" } },
});
const facts = JSON.parse(values.facts ?? "{}") as UseFacts;
const client = Number(values.client);

const { record } = await import("@/server/usage/record");
const { tenantById } = await import("@/server/access");
const { tenantDb } = await import("@/server/db/tenant-db");

const AGAIN_MS = 50;
const BATCH = 100;
const FRESH = 70;

const tenantId = values.tenant ?? "";
const tenant = await untilDone(() => tenantById(tenantId));
if (!tenant) throw new Error("The workspace of the drill is gone.");
const data = { tenant, db: tenantDb(tenantId).db };

/** The numbers of its own use, in turns with the other clients. */
const own = Array.from({ length: Math.ceil(facts.distinct / facts.clients) }, (_, nth) => nth * facts.clients + client);
for (let from = 0; from < own.length; from += FRESH) {
  const fresh = own.slice(from, from + FRESH).filter((number) => number < facts.distinct);
  // Use of its neighbour, and what it has just sent.
  const again = fresh.slice(0, BATCH - FRESH).map((number, nth) => (nth % 2 === 0 ? number : neighbour(number)));
  const uses = [...fresh, ...again].map((number) => ({
    ...{ meter: testMeter, source: "drill", quantity: useNumber(number), key: `use ${number}` },
    at: useTime(number, facts),
  }));
  await untilDone(() => record(data, uses));
}
process.exit(0);

function neighbour(number: number): number {
  return (number + 1) % facts.distinct;
}

async function untilDone<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if ((error as { code?: string }).code === "VALIDATION") throw error;
      await pause(AGAIN_MS);
    }
  }
}
