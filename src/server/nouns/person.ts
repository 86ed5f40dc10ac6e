import "server-only";
import { z } from "zod";
import { fileSource } from "@/lib/fields/base";
import { permissionFor } from "@/lib/nouns/all";
import {
  type ElsewhereChoice,
  elsewhereChoices,
  type MentionChoices,
  mentionChoices,
  type PersonConsequences,
  type PersonFile,
  personConsequences,
  personFile,
} from "@/lib/nouns/person-schema";
import { withArticle } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { AppError, notFound } from "../errors.ts";
import { emit } from "../events.ts";
import { inTransaction } from "../execute.ts";
import { keepErased } from "../personal/erased-ids.ts";
import type { Patterns } from "../personal/patterns.ts";
import { type MentionPreview, type Person, personalPlaces } from "../personal/places.ts";
import { lines, linkedTo } from "./consequences.ts";
import { inWorkspace } from "./in-workspace.ts";
import { everKnown, mentionsOf } from "./mentions.ts";
import { idInput, type NounRuntime, type Schema, type Target, target, type WithPerson } from "./noun-runtime.ts";
import { fileOf } from "./person-file.ts";
import { erasedColumns, erasedState, textsIn } from "./personal.ts";
import { completeRow, presentNamed } from "./present.ts";
import { recordsOf } from "./records.ts";

/** The input that anonymises a person; without a choice the records in connected services stay. */
export const anonymizeInput = target.extend({
  elsewhere: z.enum(elsewhereChoices).optional(),
  mentions: mentionChoices.optional(),
});

/** The operations of a noun whose records are people: anonymising one, and the file of what is held on one. */
export function personOperations(runtime: NounRuntime): WithPerson | object {
  const { module, noun, scope } = runtime;
  const { head, entity } = noun;
  if (!head.person) return {};
  const shared = {
    permission: permissionFor(entity, "delete"),
    on: { scope, ids: (input: { id: string }) => [input.id] },
  } as const;
  const one = withArticle(head.one);
  return {
    checkAnonymize: module.operation({
      ...shared,
      kind: "query",
      input: idInput,
      output: personConsequences as Schema<PersonConsequences>,
      describe: `What is erased when ${one} is anonymised: the records about the person, the texts elsewhere that mention them, as far as they are found within seconds, and the member who has the same address.`,
      run: (ctx, { id }) => consequencesOf(ctx, runtime, id),
    }),
    anonymize: module.operation({
      ...shared,
      kind: "mutation",
      stepUp: true,
      staff: "never",
      input: anonymizeInput,
      output: z.object({ id: z.uuid() }) as Schema<{ id: string }>,
      describe: `Anonymises ${one} for good: name, addresses, personal fields and texts about the person are erased, here at once and everywhere else by a job. The record is archived. Texts that may mean somebody else stay unless \`mentions\` says true for their key of \`checkAnonymize\`, or for the key of their kind; those with false stay too. With \`elsewhere\` as "delete" it is deleted in connected services too.`,
      run: (ctx, input) => anonymize(ctx, runtime, input),
    }),
    exportPersonal: module.operation({
      ...shared,
      kind: "mutation",
      stepUp: true,
      staff: "never",
      // All places may hold more than one transaction should read.
      external: true,
      input: idInput,
      output: personFile as Schema<PersonFile>,
      describe: `Everything that is held on ${one}, as a JSON file.`,
      async run(ctx, { id }) {
        requirePeople(ctx);
        const row = await rowOf(ctx, runtime, id);
        const file = await fileOf(ctx, runtime, row);
        await inTransaction(ctx, async (inner) => emit(inner, noun.events.personalDataExported, { id, data: {} }));
        return file;
      },
    }),
  };
}

/** Programs give no proof of who asks. */
function requirePeople({ actor }: Ctx): void {
  if (actor.type !== "user") throw new AppError("FORBIDDEN", "Only people can do this, in the app.");
}

async function rowOf(ctx: Ctx, runtime: NounRuntime, id: string) {
  const own = inWorkspace(ctx, runtime);
  const { select } = own.table;
  const row = await recordsOf(ctx, runtime.noun.entity).findFirst({ where: { id }, select });
  if (!row) throw notFound(runtime.noun.head.one);
  return await completeRow(ctx, own, row);
}

/** The member who has a mail address of the person: membership is no record, and stays. */
async function memberWith(ctx: Ctx, texts: readonly string[]): Promise<string | null> {
  const emailKey = { in: texts.filter((text) => text.includes("@")).map((text) => text.toLowerCase()) };
  const where = { emailKey, status: { not: "removed" } };
  return (await ctx.db.member.findFirst({ where, select: { name: true } }))?.name ?? null;
}

async function servicesWith(ctx: Ctx, person: Pick<Person, "entity" | "id">): Promise<string[]> {
  const names = new Set<string>();
  for (const { elsewhere } of personalPlaces())
    for (const name of (await elsewhere?.(ctx, person)) ?? []) names.add(name);
  return [...names];
}

async function mentionsBefore(ctx: Ctx, person: Pick<Person, "entity" | "id">, patterns: Patterns) {
  const found: MentionPreview = { mentions: [], complete: true };
  for (const { preview } of personalPlaces()) {
    const part = await preview?.(ctx, person, patterns);
    if (!part) continue;
    found.mentions.push(...part.mentions);
    found.complete &&= part.complete;
  }
  return found;
}

async function consequencesOf(ctx: Ctx, runtime: NounRuntime, id: string): Promise<PersonConsequences> {
  const row = await rowOf(ctx, runtime, id);
  const { patterns, alike } = await mentionsOf(ctx, runtime, id, await everKnown(ctx, runtime, id, row));
  return {
    linked: lines(ctx, await linkedTo(ctx, id)),
    ...(await mentionsBefore(ctx, { entity: runtime.noun.entity, id }, patterns)),
    alike: alike.count,
    member: await memberWith(ctx, textsIn(runtime, row)),
    elsewhere: await servicesWith(ctx, { entity: runtime.noun.entity, id }),
  };
}

interface Anonymized extends Target {
  elsewhere?: ElsewhereChoice | undefined;
  mentions?: MentionChoices | undefined;
}

async function anonymize(
  ctx: Ctx,
  runtime: NounRuntime,
  { id, version, elsewhere = "leave", mentions: choices = {} }: Anonymized,
): Promise<{ id: string }> {
  requirePeople(ctx);
  const { noun } = runtime;
  const own = inWorkspace(ctx, runtime);
  const row = await rowOf(ctx, runtime, id);
  if (row.version !== version) {
    const message = `Somebody changed this ${noun.head.one} in the meantime. Check it again before you anonymise it.`;
    throw new AppError("CONFLICT", message, { current: await presentNamed(ctx, own, row) });
  }
  // Before the record is erased: it says by which texts the person is found.
  const known = await everKnown(ctx, runtime, id, row);
  const { patterns, alike } = await mentionsOf(ctx, runtime, id, known);
  const archivedAt = (row.archivedAt as Date | null | undefined) ?? new Date();
  const data = { ...erasedColumns(runtime, ctx.tenant), archivedAt, version: { increment: 1 } };
  await recordsOf(ctx, noun.entity).update({ where: { id, version }, data, select: { id: true } });
  // The changes feed takes the person out of every copy.
  await ctx.db.recordExit.create({
    data: { entity: noun.entity, recordId: id, ownerId: (row.ownerId ?? null) as string | null, erased: true },
    select: { id: true },
  });
  const { externalId, externalSource } = row as { externalId?: string | null; externalSource?: string | null };
  if (externalId) await keepErased(ctx, [{ source: externalSource ?? fileSource, externalId }]);
  const services = await servicesWith(ctx, { entity: noun.entity, id });
  emit(ctx, noun.events.erasureRequested, {
    id,
    version: version + 1,
    after: { ...erasedState(runtime, own, ctx.tenant), archivedAt },
    data: {
      known: [...known.texts],
      mentions: { ...patterns, shared: alike.texts, choices },
      ...(services.length > 0 ? { elsewhere } : {}),
    },
  });
  return { id };
}
