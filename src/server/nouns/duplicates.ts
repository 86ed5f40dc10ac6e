import "server-only";
import { z } from "zod";
import { duplicateReason } from "@/lib/nouns/similar";
import { orList, withArticle } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";
import { byEntries, entryKeysOf, oneWithEach } from "./known-records.ts";
import type { NounRuntime } from "./noun-runtime.ts";

type Named = NounRuntime["noun"];

const labels = ({ fields, duplicatesBy }: Named) =>
  orList(duplicatesBy.map((name) => `${fields[name]?.label ?? name}`.toLowerCase()));

interface DuplicateInput {
  allowDuplicate: z.ZodOptional<z.ZodBoolean>;
}

/** The input by which a new record may be a duplicate; none for nouns that recognise no duplicates. */
export function duplicateInput(noun: Named): DuplicateInput {
  if (noun.duplicatesBy.length === 0) return {} as DuplicateInput;
  const description = `Creates it even if ${withArticle(noun.head.one)} that you see shares one of its ${labels(noun)}.`;
  return { allowDuplicate: z.boolean().optional().meta({ description }) };
}

export const describeDuplicates = (noun: Named): string =>
  noun.duplicatesBy.length === 0
    ? ""
    : ` CONFLICT with \`reason\` \`${duplicateReason}\` and the \`id\` of ${withArticle(noun.head.one)} in use that you see and that shares one of its ${labels(noun)}, unless \`allowDuplicate\` is true.`;

/**
 * Throws CONFLICT if a record in use that the actor sees shares a value with a new one. Hidden records are not named, so
 * they refuse nothing. New records with one value are looked at one after another.
 */
export async function refuseDuplicate(
  ctx: Ctx,
  runtime: NounRuntime,
  input: Readonly<Record<string, unknown>>,
  isAllowed: boolean,
): Promise<void> {
  const { noun } = runtime;
  if (isAllowed) return;
  for (const field of noun.duplicatesBy) {
    const keys = entryKeysOf(noun, field, input[field]);
    if (keys.length === 0) continue;
    await oneWithEach(ctx, noun, keys);
    const [known] = await byEntries(ctx, runtime, { field, keys });
    if (known) throw duplicateOf(noun, field, known);
  }
}

const duplicateOf = ({ head, fields }: Named, field: string, { id, name }: { id: string; name: string }) =>
  new AppError(
    "CONFLICT",
    `There is already ${withArticle(head.one)} with one of these ${fields[field]?.label.toLowerCase()}: ${name}. Nothing was saved.`,
    { reason: duplicateReason, id },
  );
