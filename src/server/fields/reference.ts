import "server-only";
import { nounOf } from "@/lib/nouns/all";
import type { OwnedRow } from "../scope.ts";
import { cellInto, listField, type StoredRules } from "./kind.ts";

/** A reference to another record: everybody sees its name, its id only those who may open it. */
export const referenceStored: StoredRules<"reference"> = {
  columns: (name) => ({ [`${name}Id`]: { type: "uuid" } }),
  write: (name, _field, value) => ({ [`${name}Id`]: value }),
  fromFile: (name) => cellInto(name, `${name}Id`),
  read: (name, _field, row) => row[`${name}Id`],
  present(name, _field, row, ctx, scope) {
    const target = row[name] as (OwnedRow & { name: string }) | null;
    return target && { id: scope?.sees(ctx, target) ? target.id : null, name: target.name };
  },
  list: (name, field) => ({
    ...listField(field, "id", `${name}Id`),
    ...(field.table ? { objects: [field.to] } : { to: field.to }),
  }),
  referenceTarget(name, { to, table }) {
    if (table) return { key: `${name}Id`, table, columns: ["name"] };
    const head = nounOf(to);
    if (!head) throw new Error(`The field ${name} points to ${to}, which is no noun.`);
    return { key: `${name}Id`, table: head.table, columns: head.owned ? ["name", "ownerId"] : ["name"] };
  },
};

/** A reference to a member; a placeholder is a member who cannot sign in. */
export const memberStored: StoredRules<"member"> = {
  columns: (name) => ({ [`${name}Id`]: { type: "uuid" } }),
  write: (name, _field, value) => ({ [`${name}Id`]: value }),
  fromFile: (name) => cellInto(name, `${name}Id`),
  read: (name, _field, row) => row[`${name}Id`],
  present(name, _field, row) {
    const target = row[name] as { id: string; name: string; status: string } | null;
    return target && { id: target.id, name: target.name, placeholder: target.status === "placeholder" };
  },
  list: (name, field) => ({ ...listField(field, "member", `${name}Id`), to: "member" }),
  referenceTarget: (name) => ({ key: `${name}Id`, table: "members", columns: ["name", "status"] }),
};
