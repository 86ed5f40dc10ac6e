import { z } from "zod";
import { listedIn } from "@/lib/fields/option-lists";
import { declaredNouns } from "@/registry/nouns";
import type { AnyOperation } from "@/server/operation";
import { newMark } from "../new-mark";
import { entityOf, type Ids, sampleInput } from "../sample-input";

type Json = unknown;
export type Path = (string | number)[];

/** A valid input with every optional field, on rows of `ids`. */
export function fullInput(operation: AnyOperation, ids: Ids): Record<string, unknown> {
  return sampleInput(operation, {
    optional: true,
    idOf: (field, of) => ids[entityOf(field, of) ?? ""],
  }) as Record<string, unknown>;
}

/** The options of choices that workspaces change, by the names of their fields. */
const listed = new Map(
  Object.values(declaredNouns).flatMap(({ noun }) =>
    listedIn(noun.fields).map(([name, { options }]) => [name, options.map(({ value }) => value)] as const),
  ),
);

/**
 * The typed texts of an input, strings that are neither ids nor options of a workspace: `free` accepts any text, `formed` does
 * not (addresses, days, choices).
 */
export function textFields(operation: AnyOperation, input: Json): { free: Path[]; formed: Path[] } {
  // Too short for a password.
  const any = newMark().slice(0, 8);
  const isFree = (path: Path) => operation.input.safeParse(replaced(input, path, any)).success;
  const isOption = (path: Path) => listed.get(String(path.at(-1)))?.includes(String(at(input, path))) ?? false;
  const typed = fieldsOf("string", input).filter(
    (path) => !z.uuid().safeParse(at(input, path)).success && !isOption(path),
  );
  return { free: typed.filter(isFree), formed: typed.filter((path) => !isFree(path)) };
}

/** Where an input has values of a type. */
export function fieldsOf(type: "string" | "number", value: Json, path: Path = []): Path[] {
  if (typeof value === type) return [path];
  if (Array.isArray(value)) return value.flatMap((entry, index) => fieldsOf(type, entry, [...path, index]));
  if (!value || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, entry]) => fieldsOf(type, entry, [...path, key]));
}

/** The value at a path; undefined where there is none. */
export function at(value: Json, path: Path): Json {
  return path.reduce<Json>((part, key) => (part as Record<string, Json> | null | undefined)?.[key], value);
}

/** The values at a path of an answer, whose lists also hold what was there before, in an order of their own. */
export function answeredAt(value: Json, path: Path): Json[] {
  return path.reduce<Json[]>(
    (parts, key) => parts.flatMap((part) => (Array.isArray(part) ? part : [at(part, [key])])),
    [value],
  );
}

/** A copy with another value at a path. */
export function replaced(value: Json, [key, ...rest]: Path, put: Json): Json {
  if (key === undefined) return put;
  const inner = replaced((value as Record<string, Json>)[key], rest, put);
  if (Array.isArray(value)) return value.map((entry, index) => (index === key ? inner : entry));
  return { ...(value as object), [key]: inner };
}
