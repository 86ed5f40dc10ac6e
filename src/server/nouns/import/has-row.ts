import "server-only";
import { derivedIn } from "@/lib/fields/derived";
import type { Ctx } from "../../context.ts";
import { changes } from "../../events.ts";
import type { ImportContext } from "./import-context.ts";
import type { NamesakeQuestions } from "./namesakes.ts";

/**
 * Whether a record has all values of a row that shares its name, now or before its batch: an earlier row may have changed
 * it. How the name is written does not count.
 */
export function hasRowIn(ctx: Ctx, { runtime, rows }: ImportContext): NamesakeQuestions["hasRow"] {
  const [, name] = derivedIn(runtime.noun.fields).find(([field]) => field === "name") ?? [];
  const ofName = new Set(["name", ...Object.keys(name?.parts?.("") ?? {})]);
  return ({ before, after }, row, clears) => {
    const others = Object.fromEntries(Object.entries(row).filter(([field]) => !ofName.has(field)));
    const kept = clears.filter((field) => !ofName.has(field));
    return [after, before].some(
      (columns) => columns !== null && !changes(columns, rows.merge(columns, others, ctx.tenant, kept)),
    );
  };
}
