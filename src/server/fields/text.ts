import "server-only";
import type { FieldOf } from "@/lib/fields/field";
import { foldKey } from "@/lib/text";
import { cellInto, listField, type StoredRules, searchedText, singleColumnStorage } from "./kind.ts";

/** Text in one column, with a normalised copy beside it if lookups need one. */
export function textStored<K extends "text" | "domain">(): StoredRules<K> {
  const keyOf = (name: string, field: FieldOf<K>) => (field.folded ? `${name}Key` : null);
  return {
    ...singleColumnStorage<K>("text", "text"),
    searched: searchedText,
    columns(name, field) {
      const key = keyOf(name, field);
      // A sorted list reads its key: cursors hold it.
      const read = field.sortable ? {} : { read: false as const };
      const folded = { type: "text" as const, folds: name, ...read };
      return { [name]: { type: "text" }, ...(key ? { [key]: folded } : {}) };
    },
    write(name, field, value) {
      const key = keyOf(name, field);
      const folded = value === null ? null : foldKey(String(value));
      return { [name]: value, ...(key ? { [key]: folded } : {}) };
    },
    fromFile(name, field) {
      if (!("title" in field && field.title)) return cellInto(name, name);
      // A differing spelling of its name is no other name.
      return (columns, { [name]: given }) => {
        if (given === undefined) return;
        const before = columns[name] ?? null;
        if (before === null || foldKey(String(before)) !== foldKey(String(given))) columns[name] = given;
      };
    },
    list(name, field) {
      const key = keyOf(name, field);
      return key && field.sortable ? listField(field, "key", key) : listField(field, "text", name);
    },
  };
}
