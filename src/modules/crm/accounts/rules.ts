import type { Reference } from "@/lib/zod";
import type { Account, AccountInput } from "./schema";

export type AccountEdit = { [K in keyof AccountInput]?: AccountInput[K] | undefined };

/**
 * How an account looks after an edit, before the server has answered. References come with their names, which the
 * edit does not hold.
 */
export function applyAccountEdit(
  row: Account,
  edit: AccountEdit,
  names: { owner?: Reference | null; parent?: Reference | null } = {},
): Account {
  const { parentId, ownerId, ...fields } = edit;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return {
    ...row,
    ...given,
    owner: ownerId === undefined ? row.owner : (names.owner ?? (ownerId === null ? null : row.owner)),
    parent: parentId === undefined ? row.parent : (names.parent ?? (parentId === null ? null : row.parent)),
  };
}
