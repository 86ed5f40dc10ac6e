import "server-only";
import { z } from "zod";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { type FirstStep, firstSteps } from "@/server/first-steps";
import { sampleSources } from "@/server/samples";
import { type ChecklistStep, noInput, onboarding } from "../schema";

export const getOnboarding = platform.operation({
  kind: "query",
  permission: "workspace:view",
  staff: "never",
  input: noInput,
  output: onboarding,
  describe:
    "Whether the workspace has sample data, and which of the first steps the caller has done: null where the caller has closed the list, or done all of them.",
  async run(ctx) {
    const memberId = memberOf(ctx.actor);
    const steps = memberId === null ? [] : firstSteps().filter(({ permission }) => ctx.can(permission));
    const { samples, closed, done } = await facts(ctx, steps, memberId);
    const offered = samples || !ctx.can("workspace:manage") ? [] : sampleSources().map(({ entity }) => entity);
    const checklist = steps.map(({ id, label, path }, place): ChecklistStep => {
      return { id, label, path, done: done[place] ?? false };
    });
    const isOver = closed || checklist.every((step) => step.done);
    return { samples, offered, checklist: isOver ? null : checklist };
  },
});

interface Facts {
  samples: boolean;
  closed: boolean;
  done: boolean[];
}

/** All of it in one statement; of a closed list nothing is looked up. */
async function facts(ctx: Ctx, steps: readonly FirstStep[], memberId: string | null): Promise<Facts> {
  const done = steps.map((step) => step.done(ctx, memberId ?? ""));
  const its = Prisma.sql`tenant_id = ${ctx.tenant.id}::uuid`;
  const [row] = await tenantSql<Facts>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with me as (
        select coalesce((
          select checklist_closed_at is not null from members where ${its} and id = ${memberId}::uuid), true) as closed
      )
      select exists(select 1 from sample_records where ${its}) as samples, me.closed,
        case when me.closed then array[]::boolean[] else array[${Prisma.join(done.length > 0 ? done : [Prisma.sql`true`])}] end as done
      from me`,
  );
  return row ?? { samples: false, closed: true, done: [] };
}

export const closeChecklist = platform.operation({
  kind: "mutation",
  permission: "workspace:view",
  staff: "never",
  silent: "It concerns the caller's own screen alone.",
  input: noInput,
  output: z.object({}),
  describe: "Closes the checklist of the first steps for good, for the caller alone.",
  async run(ctx) {
    const memberId = memberOf(ctx.actor);
    if (memberId !== null)
      await ctx.db.member.updateMany({
        where: { id: memberId, checklistClosedAt: null },
        data: { checklistClosedAt: new Date() },
      });
    return {};
  },
});
