import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { type Figure, judge, median } from "../figure";
import type { Stage } from "../stage";

const ENTRIES = 100;
const CALLS = 200;
const ROUNDS = 5;

/**
 * P16: use that is recorded in calls of 100 entries, with duplicates refused and all sums kept, beside a raw insert of
 * as many rows into the same table, without policies and triggers. Rounds of both follow each other.
 */
export async function usageFigures(stage: Stage): Promise<Figure[]> {
  Object.assign(process.env, stage.env);
  const { record } = await import("@/server/usage/record");
  const { tenantById } = await import("@/server/access");
  const { tenantDb } = await import("@/server/db/tenant-db");
  const tenant = await tenantById(stage.person.tenantId);
  if (!tenant) throw new Error("The workspace of the bench is gone.");
  const data = { tenant, db: tenantDb(tenant.id).db };
  const { rows: members } = await stage.superuser.query<{ id: string }>(
    "select id from members where tenant_id = $1 order by id limit 20",
    [tenant.id],
  );
  const keys: string[] = [];
  const keyOf = () => keys[keys.push(randomUUID()) - 1] ?? "";
  const made = () =>
    Array.from({ length: ENTRIES }, (_, nth) => ({
      ...{ meter: "apiCalls" as const, source: "bench", quantity: 1, key: keyOf() },
      ...{ at: new Date(Date.now() - nth * 1_000), memberId: members[nth % members.length]?.id ?? null },
    }));
  const bare = new Client({ connectionString: stage.urls.superuser });
  await bare.connect();
  try {
    // Triggers of this session alone: no sums are kept.
    await bare.query("set session_replication_role = replica");
    const ours: number[] = [];
    const raw: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const calls = Array.from({ length: CALLS }, made);
      const [our, their] = [
        await secondsOf(calls, async (uses) => void (await record(data, uses))),
        await secondsOf(calls, async (uses) => void (await bare.query(rawInsert(tenant.id, uses)))),
      ];
      // The first round warms both up.
      if (round === 0) continue;
      ours.push((CALLS * ENTRIES) / our);
      raw.push((CALLS * ENTRIES) / their);
    }
    const figure = {
      id: "P16",
      value: median(ours),
      unit: "events/s",
      note: `one caller, ${ENTRIES} entries a call, baseline: raw insert into the same table, without policies, keys and sums`,
    };
    return [
      judge({
        ...figure,
        name: "use recorded in the ledger",
        bar: { of: "value", is: "at least", must: 5_000, stretch: 20_000 },
      }),
      judge({
        ...figure,
        name: "use recorded in the ledger, beside a raw insert",
        baseline: median(raw),
        bar: { of: "ratio", is: "at least", must: 0.2, stretch: 0.5 },
      }),
    ];
  } finally {
    await bare.end();
    await stage.superuser.query("delete from usage_events where tenant_id = $1 and source = 'bench'", [tenant.id]);
    await stage.superuser.query("delete from usage_keys where tenant_id = $1 and key = any($2)", [tenant.id, keys]);
  }
}

async function secondsOf<T>(calls: readonly T[], act: (call: T) => Promise<void>): Promise<number> {
  const started = performance.now();
  for (const call of calls) await act(call);
  return (performance.now() - started) / 1000;
}

interface Row {
  meter: string;
  source: string;
  quantity: number;
  at: Date;
  memberId: string | null;
}

/** `insert … values (…), (…)`, with each value as a parameter. */
function rawInsert(tenantId: string, uses: readonly Row[]) {
  const columns = ["id", "tenant_id", "meter", "quantity", "cost", "at", "source", "member_id"];
  const values = uses.flatMap(({ meter, quantity, at, source, memberId }) => [
    ...[randomUUID(), tenantId, meter, quantity, "0.002", at, source, memberId],
  ]);
  const lines = uses.map(
    (_, row) => `(${columns.map((_column, at) => `$${row * columns.length + at + 1}`).join(", ")})`,
  );
  return { text: `insert into usage_events (${columns.join(", ")}) values ${lines.join(", ")}`, values };
}
