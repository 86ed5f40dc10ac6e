import "server-only";
import { env } from "@/env";
import { groupBy } from "@/lib/group-by";
import { operations } from "@/registry/operations";
import { openApi } from "@/server/openapi/document";

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema?: object;
  content?: object;
}

/** One request of the API, as /api/openapi.json describes it. */
export interface ApiEntry {
  method: string;
  path: string;
  operationId: string;
  summary: string;
  tags: string[];
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: object }> };
  servers?: [{ url: string }];
  responses: Record<string, { content?: { "application/json": { schema: object } } }>;
  "x-permission": string;
}

/** The address of this installation. */
export const origin = new URL(env.NEXTAUTH_URL).origin;

interface Pointer {
  $ref: string;
}
type Stored = Omit<ApiEntry, "method" | "path" | "parameters" | "responses"> & {
  parameters: (Parameter | Pointer)[];
  responses: Record<string, ApiEntry["responses"][string] | Pointer>;
};
interface ApiDocument {
  components: Record<"schemas" | "parameters" | "responses", Record<string, object>>;
  paths: Record<string, Record<string, Stored>>;
}

const apiDocument = () => openApi(operations, origin) as unknown as ApiDocument;

/** The parameter or response itself, where the document only refers to it. */
function resolved<T extends object>({ components }: ApiDocument, part: T | Pointer): T {
  if (!("$ref" in part)) return part;
  const [, , kind, name = ""] = part.$ref.split("/");
  return components[kind as "parameters" | "responses"][name] as T;
}

/** All requests of the API by their object, in the order of the document. */
export function apiEntries(): Map<string, ApiEntry[]> {
  const document = apiDocument();
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, entry]) => ({
      ...entry,
      parameters: entry.parameters.map((one) => resolved<Parameter>(document, one)),
      responses: Object.fromEntries(
        Object.entries(entry.responses).map(([status, one]) => [
          status,
          resolved<ApiEntry["responses"][string]>(document, one),
        ]),
      ),
      // A route outside /api/v1 names its own server.
      path: entry.servers ? `${new URL(entry.servers[0].url).pathname}${path}` : path,
      method: method.toUpperCase(),
    })),
  );
  return groupBy(entries, ({ tags }) => tags[0] ?? "other");
}

/** The schemas that requests name, and the schemas inside them, by name. */
export function namedSchemas(entries: readonly ApiEntry[]): [string, object][] {
  const { schemas } = apiDocument().components;
  const names = new Set<string>();
  const collect = (part: object): void => {
    for (const [, name = ""] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      const schema = schemas[name];
      if (!schema || names.has(name)) continue;
      names.add(name);
      collect(schema);
    }
  };
  collect(entries);
  return [...names].sort().map((name) => [name, schemas[name] ?? {}]);
}
