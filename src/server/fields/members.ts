import "server-only";
import { idsIn } from "@/lib/fields/members";
import type { MemberReference } from "@/lib/zod";
import { cellInto, type Row, type StoredRules } from "./kind.ts";

/** The marks of a guest and of a member who has left in a reference to them. */
export const memberMarks = ({ role, status }: Row): Pick<MemberReference, "guest" | "removed"> => ({
  ...(role === "guest" ? { guest: true } : {}),
  ...(status === "removed" ? { removed: true } : {}),
});

/** One id per line: the trigger `keys_follow` makes a row of `record_keys` for each, by which lists are filtered. */
const linesOf = (ids: unknown): string | null =>
  Array.isArray(ids) && ids.length > 0 ? `\n${ids.join("\n")}\n` : null;

/** The key under which a row holds the members whose ids a column lists. */
export const namedRows = (name: string): string => `${name}.rows`;

/** A JSON column of ids in the given order, and a column with the same ids as keys for filters. */
export const membersStored: StoredRules<"members"> = {
  columns: (name) => ({
    [name]: { type: "jsonb" },
    [`${name}Key`]: { type: "text", read: false, folds: name, fold: linesOf },
  }),
  write(name, _field, value) {
    const ids = [...new Set((value as string[] | null) ?? [])];
    return { [name]: ids.length > 0 ? ids : null, [`${name}Key`]: linesOf(ids) };
  },
  fromFile: (name) => cellInto(name, name, (cell) => idsIn(String(cell))),
  read: (name, _field, row) => row[name],
  present(name, _field, row): MemberReference[] | null {
    const ids = (row[name] ?? null) as string[] | null;
    if (ids === null) return null;
    const found = row[namedRows(name)] as ReadonlyMap<string, Row> | undefined;
    if (!found) throw new Error(`The members of ${name} were not loaded.`);
    return ids.flatMap((id) => {
      const one = found.get(id);
      return one
        ? [{ id, name: String(one.name), placeholder: one.status === "placeholder", ...memberMarks(one) }]
        : [];
    });
  },
  list: (name, field) => ({ kind: "members", column: name, ...(field.required ? {} : { nullable: true }) }),
  listedTarget: (name) => ({ key: name, table: "members", columns: ["name", "status", "role"] }),
};
