import "server-only";
import { z } from "zod";

export type Json = Record<string, unknown>;

const prefix = "#/components/schemas/";
/** Formats that say all that our pattern of them says. */
const plainFormats = new Set(["uuid", "date", "date-time"]);

/** The schemas of a document that have a name, and how a schema of the product becomes one of the document. */
export class Components {
  readonly schemas: Record<string, Json> = {};

  /** What a program may send: an object has the fields that it names and no other. */
  input(schema: z.ZodType): Json {
    return this.#converted(schema, "input");
  }

  /** What it is answered. */
  output(schema: z.ZodType): Json {
    return this.#converted(schema, "output");
  }

  /** A reference to a schema that stands under this name once. */
  named(name: string, schema: Json): Json {
    const known = this.schemas[name];
    if (known && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`Two different schemas of the API are called ${name}. Give one of them another name.`);
    this.schemas[name] = schema;
    return { $ref: `${prefix}${name}` };
  }

  /** The schema itself, where it is only referred to. */
  resolved(schema: Json): Json {
    const { $ref } = schema;
    return typeof $ref === "string" ? (this.schemas[$ref.slice(prefix.length)] ?? schema) : schema;
  }

  #converted(schema: z.ZodType, io: "input" | "output"): Json {
    const {
      $schema: _dialect,
      $defs = {},
      ...own
    } = z.toJSONSchema(schema, {
      io,
      unrepresentable: "any",
      override({ jsonSchema }) {
        if (jsonSchema.type === "object" && jsonSchema.properties) jsonSchema.additionalProperties ??= false;
        if (plainFormats.has(String(jsonSchema.format))) delete jsonSchema.pattern;
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      },
    }) as Json;
    for (const [name, named] of Object.entries($defs as Record<string, Json>)) this.named(name, pointed(named));
    return pointed(own);
  }
}

/** References into a schema's own definitions, as references into the document. */
const pointed = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/$defs/', `"$ref":"${prefix}`)) as Json;

interface Shared {
  /** The part of the document under which the named ones stand. */
  at: "parameters" | "responses";
  /** The name that one would have; null for one that has none. */
  nameOf(part: Json): string | null;
}

/** Puts what several requests have alike under a name, the most used first; `replace` tells where each stands. */
export function shared(parts: readonly Json[], { at, nameOf }: Shared): { named: Json; replace(part: Json): Json } {
  const counts = new Map<string, number>();
  for (const part of parts) counts.set(JSON.stringify(part), (counts.get(JSON.stringify(part)) ?? 0) + 1);
  const names = new Map<string, string>();
  const named: Json = {};
  const often = [...counts].filter(([, count]) => count > 1).sort(([, a], [, b]) => b - a);
  for (const [text] of often) {
    const part = JSON.parse(text) as Json;
    const name = nameOf(part);
    // A second one of that name stands at each of its requests.
    if (name === null || name in named) continue;
    named[name] = part;
    names.set(text, name);
  }
  return {
    named,
    replace(part) {
      const name = names.get(JSON.stringify(part));
      return name === undefined ? part : { $ref: `#/components/${at}/${name}` };
    },
  };
}
