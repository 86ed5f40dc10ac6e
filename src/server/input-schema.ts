import "server-only";
import { z } from "zod";
import { AppError } from "./errors.ts";

type Json = { [key: string]: unknown };

/** Schema names are for the API document: here each schema stands where it is used. */
const noNames = z.registry<Record<string, never>>();

/** The JSON schema of an input as a client may send it: objects accept no other fields than they name. */
export function inputSchema(input: z.ZodType): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(input, {
    io: "input",
    unrepresentable: "any",
    metadata: noNames,
    override({ jsonSchema }) {
      if (jsonSchema.type === "object" && jsonSchema.properties) jsonSchema.additionalProperties ??= false;
    },
  });
  return schema;
}

/**
 * Rejects an input with unknown fields: a misspelt field would be dropped silently while the response reports success.
 * The operation itself checks the values of the known fields.
 */
export function refuseUnknownFields(schema: Json, input: unknown): void {
  const paths = [...unknownFields([schema], input, "", (schema.$defs ?? {}) as Record<string, Json>)];
  if (paths.length === 0) return;
  const fields = paths.slice(0, 20).map((path) => ({ path, message: "There is no such field. See /api/docs." }));
  throw new AppError("VALIDATION", `${fields[0]?.path}: ${fields[0]?.message}`, { fields });
}

/** Fields that none of the alternative schemas of a value names. */
function* unknownFields(
  schemas: readonly Json[],
  value: unknown,
  path: string,
  defs: Record<string, Json>,
): Generator<string> {
  const under = (key: string | number) => (path === "" ? String(key) : `${path}.${key}`);
  const choices = schemas.flatMap((schema) => alternatives(schema, defs));
  if (Array.isArray(value)) {
    const items = choices.flatMap(({ items }) => (items ? [items as Json] : []));
    for (const [index, item] of value.entries()) yield* unknownFields(items, item, under(index), defs);
    return;
  }
  const objects = choices.filter(({ type }) => type === "object");
  if (!value || typeof value !== "object" || objects.length === 0) return;
  for (const [key, inner] of Object.entries(value)) {
    const found = objects.flatMap((object) => fieldOf(object, key));
    if (found.length === 0) yield under(key);
    else yield* unknownFields(found, inner, under(key), defs);
  }
}

function alternatives(schema: Json, defs: Record<string, Json>): Json[] {
  if (typeof schema.$ref === "string") {
    const named = defs[schema.$ref.replace("#/$defs/", "")];
    return named ? alternatives(named, defs) : [];
  }
  const parts = (schema.anyOf ?? schema.oneOf ?? schema.allOf) as Json[] | undefined;
  return parts ? parts.flatMap((part) => alternatives(part, defs)) : [schema];
}

function fieldOf({ properties = {}, additionalProperties }: Json, key: string): Json[] {
  const known = properties as Record<string, Json>;
  if (Object.hasOwn(known, key)) return [known[key] ?? {}];
  if (additionalProperties === false) return [];
  return [typeof additionalProperties === "object" ? (additionalProperties as Json) : {}];
}
