import { tz } from "@date-fns/tz";
import { startOfMonth } from "date-fns";
import { type Child, startNode } from "@/local/child";
import type { Findings } from "../check";
import type { Stage } from "../stage/stage";
import { testMeter, type UseFacts, useNumber } from "../stage/use-numbers";
import { makeWorkspace } from "../stage/workspace";
import { until } from "../until";

const FRESH_OF_TEN = 7;
const PATIENCE_MS = 600_000;

/**
 * R9: processes (eight of them at full scale) record use, three in ten of it again, while the database is killed under them, and with it one
 * of the processes, which begins again. The use lies on both sides of a month's border, and moves to the partition that is made for
 * the earlier month.
 */
export async function exactUse(stage: Stage, findings: Findings): Promise<void> {
  const { database, scale } = stage;
  const { tenantId } = await makeWorkspace(stage);
  const { useClients } = scale;
  const distinct = (scale.useSent * FRESH_OF_TEN) / 10;
  const monthBegan = startOfMonth(new Date(), { in: tz("UTC") });
  const facts: UseFacts = { distinct, clients: useClients, monthBegan: monthBegan.toISOString() };
  const clients = new Map<number, Child>();
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  const start = (client: number) => {
    const args = ["--tenant", tenantId, "--facts", JSON.stringify(facts), "--client", String(client)];
    const flags = ["--import", "tsx", "--import", "./scripts/server-only.mjs"];
    clients.set(client, startNode([...flags, "drills/stage/recorder.ts", ...args], { env, show: true }));
  };
  const ended = async (child: Child | undefined) => await child?.ended;
  for (let client = 0; client < useClients; client++) start(client);
  const of = (sql: string) => database.number(`${sql} where tenant_id = $1 and meter = $2`, [tenantId, testMeter]);
  const recorded = () => of("select count(*) from usage_events");
  for (let kill = 1; kill <= scale.useKills; kill++) {
    const share = Math.floor((distinct * kill) / (scale.useKills + 2));
    await until(`${share} entries are in the ledger`, PATIENCE_MS, async () => (await recorded()) >= share);
    const victim = clients.get(kill % useClients);
    await database.kill();
    if (victim) process.kill(victim.pid, "SIGKILL");
    await ended(victim).catch(() => undefined);
    await database.startAgain();
    start(kill % useClients);
  }
  await Promise.all([...clients.values()].map((child) => ended(child)));
  findings.same("periods that get a partition", 1, await database.number("select extend_partitions(now())", []));

  const sum = Array.from({ length: distinct }, (_, number) => useNumber(number)).reduce((all, one) => all + one, 0);
  findings.same("entries, each once", distinct, await recorded());
  findings.same("partitions that hold them", 2, await of("select count(distinct tableoid) from usage_events"));
  findings.same("units in the ledger", sum, await of("select sum(quantity) from usage_events"));
  findings.same("units in the sums by hour", sum, await of("select sum(quantity) from usage_hours"));
  findings.same("entries in the sums by hour", distinct, await of("select sum(events) from usage_hours"));
  findings.same("units of the month", sum, await of("select sum(used) from usage_periods"));
}
