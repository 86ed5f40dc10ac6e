import "server-only";
import { nounOf } from "@/lib/nouns/all";
import { ownedOf } from "../owned-of.ts";
import { membersWhoSee, type Owned, shownReference } from "../scope.ts";
import { cellInto, listField, type Row, type StoredRules } from "./kind.ts";
import { memberMarks } from "./members.ts";

/** A reference to another record, which only those who may open it see; `shownReference` says what others read. */
export const referenceStored: StoredRules<"reference"> = {
  columns: (name) => ({ [`${name}Id`]: { type: "uuid" } }),
  write: (name, _field, value) => ({ [`${name}Id`]: value }),
  fromFile: (name) => cellInto(name, `${name}Id`),
  read: (name, _field, row) => row[`${name}Id`],
  present(name, { to }, row, ctx, scope) {
    const target = row[name] as (Row & { id: string; name: string }) | null;
    if (!target) return null;
    return shownReference(ctx, to, target, scope?.sees(ctx, ownedIn(to, target, row)) === true);
  },
  list: (name, field) => ({
    ...listField(field, "id", `${name}Id`),
    ...(field.table ? { objects: [field.to] } : { to: field.to }),
  }),
  referenceTarget(name, { to, table }) {
    if (table) return { key: `${name}Id`, table, columns: ["name"] };
    const head = nounOf(to);
    if (!head) throw new Error(`The field ${name} points to ${to}, which is no noun.`);
    const members = membersWhoSee(to);
    return {
      key: `${name}Id`,
      table: head.table,
      columns: [
        "name",
        ...(head.owned ? ["ownerId"] : []),
        ...(members ? [members] : []),
        ...(head.accessFrom ? [`${head.accessFrom.field}Id`] : []),
      ],
    };
  },
};

/** The owner and members of a record; the record of its access is known where the row has the same one, as in a tree. */
function ownedIn(to: string, target: Row, row: Row): Owned {
  const access = nounOf(to)?.accessFrom;
  const key = `${access?.field}Id`;
  const source = access && target[key] === row[key] ? (row[access.field] as Row | null | undefined) : null;
  return ownedOf(to, target, access && source ? ownedOf(access.entity, source) : undefined);
}

/** A reference to a member; a placeholder is a member who cannot sign in. */
export const memberStored: StoredRules<"member"> = {
  columns: (name) => ({ [`${name}Id`]: { type: "uuid" } }),
  write: (name, _field, value) => ({ [`${name}Id`]: value }),
  fromFile: (name) => cellInto(name, `${name}Id`),
  read: (name, _field, row) => row[`${name}Id`],
  present(name, _field, row) {
    const target = row[name] as { id: string; name: string; status: string; role?: string } | null;
    const { id, name: called, status } = target ?? {};
    return target && { id, name: called, placeholder: status === "placeholder", ...memberMarks({ ...target }) };
  },
  list: (name, field) => ({ ...listField(field, "member", `${name}Id`), to: "member" }),
  referenceTarget: (name) => ({ key: `${name}Id`, table: "members", columns: ["name", "status", "role"] }),
};
