import "server-only";
import { z } from "zod";
import type { Entry } from "@/lib/fields/entries";
import type { Fields } from "@/lib/fields/field";
import { permissionFor } from "@/lib/nouns/all";
import { withArticle } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { AppError, invalid } from "../errors.ts";
import {
  byEntries,
  byExternalId,
  emailKeyOf,
  entryKeysOf,
  heldVersion,
  type Known,
  oneWithEach,
} from "./known-records.ts";
import type { AnyRecord, Crud, NounRuntime, Schema, WithUpsert } from "./noun-runtime.ts";
import { recordsOf } from "./records.ts";

type Writes = Pick<Crud<Fields, string>, "create" | "update">;
type Values = Readonly<Record<string, unknown>>;
type Input = Values & { matchBy: "externalId" | "email" };
type Shape = Record<string, z.ZodType>;

/** The operation that writes a record which its caller knows by an id of another product, or by an e-mail address. */
export function upsertOperation(runtime: NounRuntime, single: Writes): WithUpsert | object {
  const { module, noun } = runtime;
  const { head, entity } = noun;
  if (!head.imported) return {};
  const emails = emailKeyOf(noun);
  const [one, article] = [head.one, withArticle(head.one)];
  const byEmail = emails
    ? ` With \`matchBy\` \`email\` it is known by any of its ${emails}; those that it lacks are added to it.`
    : "";
  const upsert = module.operation({
    kind: "mutation",
    permission: permissionFor(entity, "create"),
    orPermission: permissionFor(entity, "edit"),
    input: inputOf(runtime, single, emails),
    output: z.object({
      created: z.boolean().meta({ description: "Whether it is new." }),
      record: noun.record,
    }) as unknown as Schema<{ created: boolean; record: AnyRecord }>,
    rest: { method: "PUT", path: `/${head.path}`, creates: "ifNew", shown: neededIn(single.create) },
    describe: `Changes the ${one} that has this external id of this source, or creates ${article} if there is none that you may see: 201 if it is new, else 200.${byEmail} Only given fields are written, over any version. CONFLICT if several records match.`,
    run: (ctx, input) => upsertOne(ctx, runtime, single, input),
  });
  return { upsert: upsert as unknown as WithUpsert["upsert"] };
}

/** The fields of an edit, those that only a new record takes, and what identifies it. */
function inputOf(runtime: NounRuntime, single: Writes, emails: string | null): Schema<Input> {
  const { id: _id, version: _version, ...patch } = shapeOf(runtime.noun.update);
  const { similarShown: _shown, ...create } = shapeOf(single.create.input);
  const added = Object.entries(create).flatMap(([name, schema]) => (name in patch ? [] : [[name, schema.optional()]]));
  const ways = emails ? (["externalId", "email"] as const) : (["externalId"] as const);
  const matchBy = z.enum(ways).default("externalId").meta({ description: "The value by which the record is known." });
  const identity = z.string().trim().min(1, "Type at least one character.").max(500);
  const needed = emails ? {} : { externalId: identity, externalSource: identity };
  return z.object({ ...patch, ...Object.fromEntries(added), ...needed, matchBy }) as unknown as Schema<Input>;
}

/** The fields without which a record is neither known nor made. */
function neededIn({ input }: Writes["create"]): string[] {
  const required = Object.entries(shapeOf(input)).filter(([, schema]) => !schema.safeParse(undefined).success);
  return ["externalId", "externalSource", "name", ...required.map(([name]) => name)];
}

const shapeOf = (schema: unknown): Shape => (schema as z.ZodObject).shape as Shape;

async function upsertOne(
  ctx: Ctx,
  runtime: NounRuntime,
  { create, update }: Writes,
  { matchBy, ...values }: Input,
): Promise<{ created: boolean; record: AnyRecord }> {
  const { noun } = runtime;
  const found =
    matchBy === "email" ? await withEmail(ctx, runtime, values) : await withExternalId(ctx, runtime, values);
  const [known, other] = found;
  if (known && other) throw severalMatch(runtime, found);
  if (!known) {
    // By their addresses records were looked for just now.
    const given = matchBy === "email" && noun.duplicatesBy.length > 0 ? { ...values, allowDuplicate: true } : values;
    return { created: true, record: await create(ctx, given as never) };
  }
  const settable = shapeOf(noun.update);
  const patch = Object.fromEntries(Object.entries(values).filter(([name]) => name in settable));
  const version = await heldVersion(ctx, noun, known);
  const added = matchBy === "email" ? await withOwnEmails(ctx, runtime, known.id, patch) : {};
  return { created: false, record: await update(ctx, { ...patch, ...added, id: known.id, version } as never) };
}

/** The addresses that a record has, with those of an input behind them: what it is known by takes none away. */
async function withOwnEmails(ctx: Ctx, { noun }: NounRuntime, id: string, patch: Values): Promise<Values> {
  const field = emailKeyOf(noun) ?? "";
  const row = await recordsOf(ctx, noun.entity).findFirst({ where: { id }, select: { [field]: true } });
  const own = (row?.[field] ?? []) as readonly Entry[];
  const known = new Set(entryKeysOf(noun, field, own));
  const more = (patch[field] as Entry[]).filter(
    (entry) => !entryKeysOf(noun, field, [entry]).some((key) => known.has(key)),
  );
  return { [field]: [...own, ...more] };
}

async function withExternalId(ctx: Ctx, runtime: NounRuntime, values: Values): Promise<Known[]> {
  const { externalId, externalSource } = values;
  if (typeof externalId !== "string")
    throw invalid("externalId", "Give the id that the record has in the other product.");
  if (typeof externalSource !== "string")
    throw invalid("externalSource", "Enter the product that the external id is from, such as HubSpot.");
  await oneWithEach(ctx, runtime.noun, [`id ${externalSource}\n${externalId}`]);
  return await byExternalId(ctx, runtime, { externalId, externalSource });
}

async function withEmail(ctx: Ctx, runtime: NounRuntime, values: Values): Promise<Known[]> {
  const field = emailKeyOf(runtime.noun) ?? "";
  const keys = entryKeysOf(runtime.noun, field, values[field]);
  if (keys.length === 0) throw invalid(field, "Give at least one e-mail address to find the record by.");
  await oneWithEach(ctx, runtime.noun, keys);
  return await byEntries(ctx, runtime, { field, keys });
}

const severalMatch = ({ noun }: NounRuntime, found: readonly Known[]) =>
  new AppError(
    "CONFLICT",
    `Several ${noun.head.many} match, such as ${found.map(({ name }) => name).join(" and ")}. Nothing was changed. Change one of them by its id, or give fewer addresses.`,
    { reason: "several", ids: found.map(({ id }) => id) },
  );
