import "server-only";
import { isEntriesField } from "@/lib/fields/entries";
import type { Field, Fields } from "@/lib/fields/field";
import { personalIn } from "@/lib/nouns/personal";
import { storedRulesOf } from "../fields/kinds.ts";

const isTitle = (field: Field) => "title" in field && field.title === true;
const isAddress = (field: Field) => isEntriesField(field) || ["email", "phone"].includes(field.kind);
/** The fields of which a title is made: first and last name. */
const madeOf = (field: Field): readonly string[] =>
  isTitle(field) && "derived" in field ? ((field.derived as { of?: readonly string[] } | undefined)?.of ?? []) : [];

/** The columns, as events name them, in which people have their own names, addresses and numbers: they are theirs. */
export function identifyingIn(fields: Fields): string[] {
  const personal = personalIn(fields);
  const parts = new Set(personal.flatMap(([, field]) => madeOf(field)));
  const theirs = personal.filter(([name, field]) => isTitle(field) || isAddress(field) || parts.has(name));
  const columns = theirs.flatMap(([name, field]) => [name, ...Object.keys(storedRulesOf(field).columns(name, field))]);
  return [...new Set(columns)];
}
