import { randomUUID } from "node:crypto";
import type { Findings } from "../check";
import type { Stage } from "../stage/stage";
import { makeWorkspace } from "../stage/workspace";

const AT_ONCE = 200;
const LEFT = 10;
const meter = "importedRows";

/** R10: two hundred ask at one moment for one of the ten that are left, round after round, each in a workspace of its own. */
export async function limitRace(stage: Stage, findings: Findings): Promise<void> {
  const { reserve, commit } = await import("@/server/usage/reserve");
  const { record } = await import("@/server/usage/record");
  const { systemCtx } = await import("@/server/member-ctx");
  const { monthlyLimit } = await import("@/server/usage/month");
  const won: number[] = [];
  const codes = new Set<string>();
  const rest: string[] = [];
  for (let round = 0; round < stage.scale.limitRounds; round++) {
    const { tenantId } = await makeWorkspace(stage);
    const ctx = await systemCtx(tenantId, "drill", "asks for what is left");
    if (!ctx) throw new Error("The workspace of the drill is gone.");
    const limit = monthlyLimit(ctx, meter) ?? 0;
    const key = randomUUID();
    await record(ctx, [{ meter, quantity: limit - LEFT, key, at: new Date(), source: "drill" }]);
    const ask = async () => await reserve(ctx, { meter, quantity: 1, source: "drill" });
    const answers = await Promise.allSettled(Array.from({ length: AT_ONCE }, ask));
    const held = answers.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    for (const one of answers) if (one.status === "rejected") codes.add(String(one.reason.code));
    await Promise.all(held.map((id) => commit(ctx, id)));
    won.push(held.length);
    const [row] = await stage.database.query<{ used: string; reserved: string }>(
      "select used, reserved from usage_periods where tenant_id = $1 and meter = $2",
      [tenantId, meter],
    );
    rest.push(`${limit - Number(row?.used)} left, ${row?.reserved} held`);
  }
  const each = (text: string) => Array(stage.scale.limitRounds).fill(text).join("; ");
  findings.same(`of ${AT_ONCE} at once with ${LEFT} left: winners of each round`, each(String(LEFT)), won.join("; "));
  findings.same("all others were told", "LIMIT_REACHED", [...codes].join(", "));
  findings.same("what the month has then", each("0 left, 0 held"), rest.join("; "));
}
