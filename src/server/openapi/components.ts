import "server-only";
import { z } from "zod";

export type Json = Record<string, unknown>;

const prefix = "#/components/schemas/";
/** Formats that already express our whole pattern for them. */
const plainFormats = new Set(["uuid", "date", "date-time"]);

/** The named schemas of a document, and the conversion of a product schema to one of the document. */
export class Components {
  readonly schemas: Record<string, Json> = {};

  /** The schema of a request: an object accepts no other fields than it names. */
  input(schema: z.ZodType): Json {
    return this.#converted(schema, "input");
  }

  /** The schema of a response. */
  output(schema: z.ZodType): Json {
    return this.#converted(schema, "output");
  }

  /** A reference to the schema that is listed once under this name. */
  named(name: string, schema: Json): Json {
    const known = this.schemas[name];
    if (known && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`Two different schemas of the API are called ${name}. Give one of them another name.`);
    this.schemas[name] = schema;
    return { $ref: `${prefix}${name}` };
  }

  /** The schema itself, if the value is only a reference. */
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
        nameKeys(jsonSchema);
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

/** A record over a closed list of keys names each of them as a property: `required` may name no others. */
function nameKeys(schema: z.core.JSONSchema.BaseSchema): void {
  const keys = typeof schema.propertyNames === "object" ? schema.propertyNames.enum : undefined;
  const value = schema.additionalProperties;
  if (!keys || !value || typeof value !== "object") return;
  schema.properties = Object.fromEntries(keys.map((key) => [String(key), value]));
  schema.additionalProperties = false;
  delete schema.propertyNames;
}

/** Turns references into a schema's own definitions into references into the document. */
const pointed = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/$defs/', `"$ref":"${prefix}`)) as Json;

interface Shared {
  /** The part of the document that lists the named schemas. */
  at: "parameters" | "responses";
  /** The name that a value would get; null for one without a name. */
  nameOf(part: Json): string | null;
}

/**
 * Lists values that several requests share under a name, the most used first; `replace` gets each place where one
 * stands.
 */
export function shared(parts: readonly Json[], { at, nameOf }: Shared): { named: Json; replace(part: Json): Json } {
  const counts = new Map<string, number>();
  for (const part of parts) counts.set(JSON.stringify(part), (counts.get(JSON.stringify(part)) ?? 0) + 1);
  const names = new Map<string, string>();
  const named: Json = {};
  const often = [...counts].filter(([, count]) => count > 1).sort(([, a], [, b]) => b - a);
  for (const [text] of often) {
    const part = JSON.parse(text) as Json;
    const name = nameOf(part);
    // A second value with the same name stays inline at each of its requests.
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
