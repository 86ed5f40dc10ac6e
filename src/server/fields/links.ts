import "server-only";
import { type LinkedRecord, linkColumns } from "@/lib/fields/links";
import { idsIn } from "@/lib/fields/members";
import { type NounEntity, nounOf, permissionFor } from "@/lib/nouns/all";
import { unseenRecord } from "@/lib/unseen-record";
import type { Ctx } from "../context.ts";
import { recordsOf } from "../nouns/records.ts";
import { kindsUnder, mostUnder } from "../nouns/under.ts";
import { isOn, type OwnedRow, seesOwned, shownReference } from "../scope.ts";
import type { StoredRules } from "./kind.ts";

/** The links of a field as a row holds them, and as events store them. */
export interface StoredLink {
  entity: string;
  id: string;
  data: Readonly<Record<string, unknown>> | null;
}
/** The linked records of a field, in the same order as its links. */
export type LinkTarget = OwnedRow & { entity: string; name: string };

/** The key under which a row holds the linked records of a field. */
export const targetsKey = (name: string): string => `${name} targets`;

/** Whether the actor may open a linked record. */
export function canSeeLink(ctx: Ctx, { entity, ...row }: Omit<LinkTarget, "id" | "name">): boolean {
  if (!isOn(ctx, entity) || !ctx.can(permissionFor(entity as NounEntity, "view"))) return false;
  return !nounOf(entity)?.owned || seesOwned(ctx, entity, row);
}

/** Links are stored in a table of their own (`server/nouns/links.ts`); the record has no column for them. */
export const linksStored: StoredRules<"links"> = {
  columns: () => ({}),
  write: () => ({}),
  fromFile: (name, { to }) => {
    const columns = linkColumns(name, to);
    return (record, row) => {
      const held = (record[name] ?? []) as readonly StoredLink[];
      const given = columns.flatMap(({ key, entity }) =>
        idsIn(String(row[key] ?? "")).map((id): StoredLink => ({ entity, id, data: null })),
      );
      const added = given.filter(({ id }) => id !== "" && !held.some((one) => one.id === id));
      if (added.length > 0) record[name] = [...held, ...added];
    };
  },
  // Some may lead to records that the actor does not see.
  clears: () => ({}),
  read: (name, _field, row) => row[name] ?? [],
  present(name, _field, row, ctx) {
    const links = (row[name] ?? []) as readonly StoredLink[];
    const targets = (row[targetsKey(name)] ?? []) as readonly LinkTarget[];
    return links.flatMap(({ entity, data }, place): LinkedRecord[] => {
      // Of a module that is off not even names are shown.
      if (!isOn(ctx, entity)) return [];
      const target = targets[place];
      if (!target) return [{ entity, id: null, name: unseenRecord, data: null }];
      const isSeen = canSeeLink(ctx, target);
      return [{ entity, ...shownReference(ctx, entity, target, isSeen), data: isSeen ? data : null }];
    });
  },
  list: (name, { to, reach }) => ({
    kind: "related",
    column: "id",
    nullable: true,
    objects: to,
    where: async (ctx, ids) => ({
      [name]: { some: { toId: { in: reach ? await withRecordsUnder(ctx, to, ids) : ids }, field: name } },
    }),
  }),
};

/** These ids, and those of the records of `kinds` that belong to them: the contacts of an account. */
async function withRecordsUnder(ctx: Ctx, kinds: readonly string[], ids: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    kinds
      .flatMap((above) => kindsUnder(above, kinds))
      .map(({ entity, key }) =>
        recordsOf(ctx, entity).findMany({
          where: { [key]: { in: [...ids] } },
          orderBy: { id: "desc" },
          take: mostUnder,
          select: { id: true },
        }),
      ),
  );
  return [...new Set([...ids, ...found.flat().map(({ id }) => id)])];
}
