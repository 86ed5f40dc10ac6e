import { cellValues, joinedValues } from "@/lib/cell-values";
import { counted, plainLocale } from "@/lib/counted";
import { cellOf, inOrder, maxChoices } from "@/lib/fields/choices";
import { coerceEnum, type EnumChoice } from "./coerce-enum";
import { type Coerced, emptyCell, refused, value } from "./coerced";

const commas = /\s*,\s*/;

/** The labels that Google itself gives to each contact of an address book: they say nothing of one. */
const wholeBook = /^\* (myContacts|starred)$/i;

/** The texts of a cell, each of which names a value: a label may have a comma in it. */
function partsOf(text: string, options: readonly EnumChoice[]): string[] {
  return cellValues(text)
    .flatMap(({ text: part, isQuoted }) =>
      isQuoted || coerceEnum(part, options).ok ? [part] : part.split(commas).map((one) => one.trim()),
    )
    .filter((part) => part !== "" && !wholeBook.test(part));
}

/** Several of the choices, between semicolons, commas or line breaks, as `valuesIn` reads them. */
export function coerceChoices(text: string, options: readonly EnumChoice[]): Coerced<string> {
  const parts = partsOf(text.trim(), options);
  const empty = emptyCell(parts.join(""));
  if (empty) return empty;
  const read = parts.map((part) => coerceEnum(part, options));
  const values: string[] = [];
  for (const one of read) {
    if (!one.ok) return refused(one.reason, mended(parts, read));
    if (one.value !== null) values.push(one.value);
  }
  const chosen = inOrder(options, values) ?? [];
  if (chosen.length <= maxChoices) return value(cellOf(chosen));
  return refused(
    `This cell holds ${counted(chosen.length, { one: "value", many: "values" }, plainLocale)}; at most ${maxChoices} are allowed.`,
  );
}

/** The parts of a cell that are choices, as a cell of their own; empty where none is. */
export function knownChoices(text: string, options: readonly EnumChoice[]): string {
  return joinedValues(partsOf(text.trim(), options).filter((part) => coerceEnum(part, options).ok));
}

/** The cell with the near choices in the place of what is none; undefined where one of those is near to none. */
function mended(parts: readonly string[], read: readonly Coerced<string>[]): string | undefined {
  const texts = read.map((one, place) => (one.ok ? parts[place] : one.suggestion));
  return texts.every((text) => text !== undefined) ? joinedValues(texts) : undefined;
}
