import "server-only";
import type { z } from "zod";
import { groupBy } from "@/lib/group-by";
import { type RevertOutcome, revertCallInput, revertCallOutput } from "@/lib/import-rows";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { deleteSet } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { emit } from "@/server/events";
import { importScope } from "@/server/import-scope";
import { memberEvents } from "../../../members/events";
import { teamEvents } from "../../events";

type Records = z.output<typeof revertCallInput>["records"];

const shared = {
  kind: "mutation",
  permission: "member:manage",
  changesAccess: true,
  uses: [{ scope: importScope, ids: (input: { importId: string }) => [input.importId] }],
  silent: "Each record has its own event; a batch without a change has none.",
  input: revertCallInput,
  output: revertCallOutput,
} as const;

const deleted = (id: string): RevertOutcome[number] => ({ id, outcome: "deleted", reason: null });
const kept = (id: string, reason: string): RevertOutcome[number] => ({ id, outcome: "kept", reason });

export const revertTeamPlaces = platform.operation({
  ...shared,
  describe: "Removes members from teams to which an import had added them.",
  async run(ctx, { records }) {
    const removed = await tenantSql<{ id: string; team_id: string; member_id: string }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        delete from team_members where tenant_id = ${ctx.tenant.id}::uuid and id = any(${idsOf(records)}::uuid[])
        returning id, team_id, member_id`,
    );
    for (const [id, places] of groupBy(removed, (place) => place.team_id))
      emit(ctx, teamEvents.membersRemoved, { id, data: { memberIds: places.map((place) => place.member_id) } });
    const ids = new Set(removed.map((place) => place.id));
    return records.map(({ id }) => (ids.has(id) ? deleted(id) : kept(id, "Somebody has since removed it.")));
  },
});

export const revertTeams = platform.operation({
  ...shared,
  describe: "Deletes imported teams that nobody changed and that have no other members.",
  async run(ctx, { records }) {
    // Children go first: a second pass deletes the parents that are then empty.
    const removed = await deleteSet(ctx, "teams", records, ["team_members"]);
    for (const id of await deleteSet(ctx, "teams", records, ["team_members"])) removed.add(id);
    for (const id of removed) emit(ctx, teamEvents.importReverted, { id, data: { deleted: true } });
    const changed = await changedSince(ctx, "teams", records);
    const inUse = "It has members or teams that the import did not create.";
    return records.map(({ id }) =>
      removed.has(id) ? deleted(id) : kept(id, changed.has(id) ? "Somebody has since changed it." : inUse),
    );
  },
});

export const revertMembers = platform.operation({
  ...shared,
  describe: "Deletes imported placeholders that nobody changed or invited and that own nothing.",
  async run(ctx, { records }) {
    const placeholders = await ctx.db.member.findMany({
      where: { id: { in: idsOf(records) }, status: "placeholder" },
      select: { id: true },
    });
    const free = new Set(placeholders.map((row) => row.id));
    const candidates = records.filter((record) => free.has(record.id));
    const removed = await deleteSet(ctx, "members", candidates, ["team_members", "invitations", "member_grants"]);
    for (const id of removed) emit(ctx, memberEvents.importReverted, { id, data: { deleted: true } });
    const changed = await changedSince(ctx, "members", records);
    return records.map(({ id }) =>
      removed.has(id)
        ? deleted(id)
        : kept(
            id,
            changed.has(id) ? "Somebody has since changed it." : "This member owns records or belongs to a team.",
          ),
    );
  },
});

const idsOf = (records: Records) => records.map((record) => record.id);

async function changedSince(ctx: Ctx, table: "members" | "teams", records: Records): Promise<Set<string>> {
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select t.id from ${Prisma.raw(table)} t
      join unnest(${idsOf(records)}::uuid[], ${records.map((record) => record.version)}::int[]) as r(id, version)
        on t.id = r.id
      where t.tenant_id = ${ctx.tenant.id}::uuid and t.version <> r.version`,
  );
  return new Set(rows.map((row) => row.id));
}
