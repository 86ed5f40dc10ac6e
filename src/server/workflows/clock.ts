import "server-only";
import type { Inngest, InngestFunction } from "inngest";
import type { Ctx } from "../context.ts";
import { platformQuery } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { emit } from "../events.ts";
import { inTransaction } from "../execute.ts";
import { log } from "../log.ts";
import { systemCtx } from "../member-ctx.ts";
import { type Job, jobs } from "./job.ts";

/** Zones are quarters of an hour apart: where it is a full or half hour somewhere, this strikes. */
const everyQuarter = "TZ=UTC */15 * * * *";
const beforeAll = "00000000-0000-0000-0000-000000000000";
/** Nothing that is as old as this can be due again. */
const keptDays = 30;

/** The function of Inngest that strikes for all work by the clock, and fans it out over the workspaces. */
export function clockOf(client: Inngest): InngestFunction.Any {
  return client.createFunction(
    { id: "clock", name: "Looks what is due in each workspace", triggers: [{ cron: everyQuarter }] },
    async ({ step }) => {
      for (let after = ""; ; ) {
        const last = await step.run(`after ${after}`, () => strike(new Date(), after));
        if (last === null) return;
        after = last;
      }
    },
  );
}

/**
 * Asks for what is due in the workspaces that come after one of them; answers with the last one, null after the end. One
 * whose turn fails keeps no other waiting, and has its next turn when the clock strikes again.
 */
export async function strike(now: Date, after: string, perStep = 100): Promise<string | null> {
  const rows = await platformQuery<{ id: string }>(
    "clock-workspaces",
    `select id from tenants where status = 'active' and id > $1::uuid order by id limit $2`,
    [after === "" ? beforeAll : after, perStep],
  );
  for (const { id } of rows)
    await askForDue(id, now).catch((error: unknown) =>
      log.error({ tenantId: id, err: error }, "the clock failed here"),
    );
  return rows.length < perStep ? null : (rows.at(-1)?.id ?? null);
}

/**
 * Asks for the work by the clock that is due in a workspace: once for each job and slot, however often it is called. A
 * workspace that is gone or suspended: no effect, and a line in the log.
 */
export async function askForDue(tenantId: string, now: Date): Promise<void> {
  for (const job of jobs()) {
    if (!job.due) continue;
    const ctx = await systemCtx(tenantId, job.id, job.label);
    if (ctx?.tenant.status !== "active") {
      log.warn({ tenantId, job: job.id, status: ctx?.tenant.status ?? "gone" }, "nothing is due: it is not active");
      return;
    }
    if (!ctx.entitlements.has(job.module)) continue;
    const slots = await job.due(ctx, now);
    if (slots.length > 0) await inTransaction(ctx, (inner) => ask(inner, job, slots, now));
  }
}

async function ask(ctx: Ctx, job: Job, slots: readonly string[], now: Date): Promise<void> {
  const [event] = job.on;
  if (!event) throw new AppError("INTERNAL", `${job.id} has no event to be told by.`);
  const asked = await ctx.db.sweep.createManyAndReturn({
    data: slots.map((slot) => ({ job: job.id, slot })),
    skipDuplicates: true,
    select: { id: true },
  });
  if (asked.length < slots.length)
    // On every strike of the rest of its day: no news to an operator.
    log.debug({ tenantId: ctx.tenant.id, job: job.id, slots }, "what is due was asked for already");
  if (asked.length === 0) return;
  for (const { id } of asked) emit(ctx, event, { id, data: {} });
  const longAgo = new Date(now.getTime() - keptDays * 86_400_000);
  await ctx.db.sweep.deleteMany({ where: { job: job.id, at: { lt: longAgo } } });
}
