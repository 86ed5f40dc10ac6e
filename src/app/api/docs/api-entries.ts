import "server-only";
import { env } from "@/env";
import { groupBy } from "@/lib/group-by";
import { operations } from "@/registry/operations";
import { openApi } from "@/server/openapi";

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

/** Where this instance of the product is. */
export const origin = new URL(env.NEXTAUTH_URL).origin;

/** All requests of the API by their object, in the order of the document. */
export function apiEntries(): Map<string, ApiEntry[]> {
  const { paths } = openApi(operations, origin) as { paths: Record<string, Record<string, ApiEntry>> };
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, entry]) => ({
      ...entry,
      // A route that is not below /api/v1 says where it is.
      path: entry.servers ? `${new URL(entry.servers[0].url).pathname}${path}` : path,
      method: method.toUpperCase(),
    })),
  );
  return groupBy(entries, ({ tags }) => tags[0] ?? "other");
}
