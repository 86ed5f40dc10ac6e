import "server-only";
import { headOf, type NounEntity, permissionFor } from "@/lib/nouns/all";
import { eyes } from "@/modules/platform/history/notifications/operations/people";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { notFound } from "@/server/errors";
import { isGuest, isThroughLinks, type OwnedRow } from "@/server/scope";
import { peopleOf } from "@/server/shares";
import { liveObject } from "@/server/signals/live";
import { unreachedReason } from "../rules";
import { checkMentionsInput, checkMentionsOutput } from "../schema";

export const checkMentions = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: checkMentionsInput,
  output: checkMentionsOutput,
  describe:
    "Of these members those who would not be notified of a mention in a text of this record, each with the reason: they cannot see the record, have left or have not joined yet.",
  async run(ctx, { entity, id, ownerId, memberIds }) {
    const record = id === null ? newRecord(ctx, ownerId) : await seen(ctx, entity, id);
    // A guest asks about the people of a record that is shared, and learns nothing of others.
    const people = isGuest(ctx) ? peopleOf(record) : null;
    const ids = [...new Set(memberIds)].filter((one) => people?.includes(one) ?? true);
    const accessOf = await eyes(ctx, ids);
    const access = await Promise.all(ids.map((one) => accessOf(one, entity, record)));
    // The links by which others see such a record are not written yet.
    const isOpen = id === null && isThroughLinks(entity);
    const unreached = ids.filter((_, at) => access[at] !== "sees" && !(isOpen && access[at] === "not"));
    if (unreached.length === 0) return { members: [] };
    const rows = await ctx.db.member.findMany({
      where: { id: { in: unreached } },
      select: { id: true, name: true, status: true },
    });
    const members = new Map(rows.map((row) => [row.id, row]));
    const isNamed = ctx.can("member:view");
    const one = headOf(entity)?.one ?? "record";
    return {
      members: unreached.map((memberId) => {
        const member = members.get(memberId);
        return {
          id: memberId,
          name: isNamed ? (member?.name ?? null) : null,
          reason: unreachedReason(member?.status, one),
        };
      }),
    };
  },
});

const newRecord = (ctx: Ctx, ownerId: string | null | undefined): OwnedRow => ({
  id: "",
  ownerId: ownerId === undefined ? memberOf(ctx.actor) : ownerId,
});

async function seen(ctx: Ctx, entity: NounEntity, id: string): Promise<OwnedRow> {
  const scope = liveObject(entity)?.scope;
  const isAllowed = ctx.can(permissionFor(entity, "view"));
  const [row] = isAllowed ? ((await scope?.load(ctx, [id])) ?? []) : [];
  if (!row) throw notFound(scope?.noun ?? "record");
  return row;
}
