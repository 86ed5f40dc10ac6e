import type { Db } from "@/server/db/tenant-db";

/** A view of accounts that a member shares with the workspace and opens first, in the rows of a full workspace. */
export async function makeView(
  db: Db,
  { memberId, name }: { memberId: string; name: string },
): Promise<{ savedView: string; viewDefault: string }> {
  const select = { id: true } as const;
  const data = { noun: "account", name, scope: "workspace", ownerId: memberId, rank: "a0", state: {} };
  const savedView = (await db.savedView.create({ data, select })).id;
  const opens = { noun: "account", memberId, viewId: savedView };
  return { savedView, viewDefault: (await db.viewDefault.create({ data: opens, select })).id };
}
