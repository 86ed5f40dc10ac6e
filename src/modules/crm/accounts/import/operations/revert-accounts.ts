import "server-only";
import { deletedSince, type RevertOutcome, revertCallInput, revertCallOutput } from "@/lib/import-rows";
import { importScope } from "@/modules/platform/imports/scope";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { deleteSet, pointedTo } from "@/server/db/row-sets";
import { tenantSql } from "@/server/db/tenant-db";
import { updateWhatFits } from "@/server/db/update-what-fits";
import { emit } from "@/server/events";
import { oneImportAtATime } from "@/server/import-lock";
import { crm } from "../../../module";
import { accounts } from "../../fields";
import { type AccountColumns, accountRows } from "./account-book";
import { circleOf, treeAbove } from "./family-tree";

export const revertAccounts = crm.operation({
  kind: "mutation",
  permission: "record:import",
  uses: [{ scope: importScope, ids: (input) => [input.importId] }],
  silent: "Each record has its own event; a batch without a change has none.",
  input: revertCallInput,
  output: revertCallOutput,
  describe: "Takes imported accounts back where nobody changed them since: new ones go, changed ones are as before.",
  async run(ctx, { importId, records }) {
    const created = records.filter((record) => record.action === "created");
    // Nobody gives an account a parent meanwhile.
    await oneImportAtATime(ctx, "account", false);
    const images = records.flatMap(({ id, version, action, before }) =>
      action === "updated" && before ? [{ id, version, ...accountRows.fromImage(before) }] : [],
    );
    const homeless = await withoutPlace(ctx, images);
    const { written: restored, refused } = await updateWhatFits<Image>(
      ctx,
      "accounts",
      accountRows.sets,
      images.filter((image) => !homeless.has(image.id)),
    );
    // Nothing unites two accounts, but those of before may stand below new ones: they leave first.
    await unlink(ctx, importId);
    const gone = await deleteSet(ctx, "accounts", created);
    // As they are now: somebody may have changed them while this waited.
    const state = await present(
      ctx,
      records.map((record) => record.id),
    );
    return records.map((record): RevertOutcome[number] => {
      const { id, version, before } = record;
      const deleted = gone.has(id);
      if (deleted || restored.has(id)) {
        emit(ctx, accounts.events.importReverted, {
          id,
          version: deleted ? version : version + 1,
          after: deleted ? null : before,
          data: { deleted },
        });
        return { id, outcome: deleted ? "deleted" : "restored", reason: null };
      }
      const reason = state.get(id) === version ? homeless.get(id) : undefined;
      return { id, outcome: "kept", reason: reason ?? whyKept(state.get(id), version, refused.has(id)) };
    });
  },
});

type Image = AccountColumns & { id: string; version: number };

/** Accounts that cannot come back to the parent that they had, each with the reason. */
async function withoutPlace(ctx: Ctx, images: readonly Image[]): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  const tree = await treeAbove(ctx, [...new Set(images.flatMap((image) => image.parentId ?? []))]);
  for (const { id, name, parentId, ownerId } of images) {
    if (parentId === null) continue;
    if (!tree.has(parentId)) reasons.set(id, "Its parent account of before was deleted since.");
    else if (circleOf(tree, id, parentId)) reasons.set(id, "Its parent account of before stands below it now.");
    else tree.set(id, { id, name, parentId, ownerId });
  }
  return reasons;
}

async function present(ctx: Ctx, ids: string[]): Promise<Map<string, number>> {
  const rows = await ctx.db.account.findMany({ where: { id: { in: ids } }, select: { id: true, version: true } });
  return new Map(rows.map((row) => [row.id, row.version]));
}

function whyKept(now: number | undefined, version: number, refused: boolean): string {
  if (now === undefined) return deletedSince;
  if (now !== version) return "Somebody changed it since.";
  if (refused) return "What it was before does not fit to what is there now.";
  return "Other records point to it.";
}

/**
 * New accounts of the import that nobody changed and nothing else points to let go of their parents, so that they can
 * be deleted in any order. What has to stay, and all above it, keeps its place in the family.
 */
async function unlink(ctx: Ctx, importId: string): Promise<void> {
  const held = await pointedTo(ctx, "accounts", "o", "accounts.parent_id");
  await tenantSql(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with recursive ours as (
        select a.id, a.parent_id from accounts a
        join import_records r on r.tenant_id = a.tenant_id and r.record_id = a.id and r.version = a.version
        where r.tenant_id = ${ctx.tenant.id}::uuid and r.import_id = ${importId}::uuid
          and r.entity = 'account' and r.action = 'created' and r.reverted is null
      ),
      staying as (
        select o.id, o.parent_id from ours o
        where ${held}
          or exists (select 1 from accounts c where c.tenant_id = ${ctx.tenant.id}::uuid and c.parent_id = o.id
                     and c.id not in (select id from ours))
        union
        select o.id, o.parent_id from ours o join staying s on s.parent_id = o.id
      )
      update accounts a set parent_id = null from ours
      where a.tenant_id = ${ctx.tenant.id}::uuid and a.id = ours.id and a.parent_id is not null
        and a.id not in (select id from staying)
      returning 1 as done`,
  );
}
