import "server-only";
import { z } from "zod";
import { errorStatus } from "./errors.ts";
import { idempotencyHeader, takesKey } from "./idempotency.ts";
import { inputSchema } from "./input-schema.ts";
import { type AnyOperation, doneStatus } from "./operation.ts";
import { sessionCookie } from "./session-cookie.ts";

type Json = Record<string, unknown>;

const outputSchema = (schema: z.ZodType): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }) as Json;
  return rest;
};

/** OpenAPI 3.1 of every operation with a REST route, from the same schemas that the product runs on. */
export function openApi(operations: Record<string, AnyOperation>, server: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, operation] of Object.entries(operations)) {
    if (operation.upload) paths[operation.upload.path] = { post: upload(name, operation, operation.upload, server) };
    if (!operation.rest) continue;
    const { method, path } = operation.rest;
    const input = inputSchema(operation.input);
    const properties = (input.properties ?? {}) as Record<string, Json>;
    const required = (input.required ?? []) as string[];
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "");
    const rest = Object.keys(properties).filter((key) => !inPath.includes(key));
    const asQuery = method === "GET" || method === "DELETE";
    const parameters = [
      ...inPath.map((key) => ({
        name: key,
        in: "path",
        required: true,
        schema: properties[key] ?? { type: "string" },
      })),
      ...(takesKey(operation) ? [keyParameter] : []),
      ...(asQuery ? rest.map((key) => queryParameter(key, properties[key] ?? {}, required.includes(key))) : []),
    ];
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        operationId: name,
        summary: operation.describe,
        tags: [path.split("/")[1]],
        "x-permission": operation.permission,
        parameters,
        ...(asQuery || rest.length === 0
          ? {}
          : {
              requestBody: {
                required: true,
                content: { "application/json": { schema: body(input, properties, required, rest) } },
              },
            }),
        responses: responses(operation),
      },
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Throughline API",
      version: "1",
      description:
        "The same operations as the app: same rights, same checks. Authenticate with an API key as a bearer token, or by the session of somebody who is signed in. Bodies are JSON objects, whatever their Content-Type says.",
    },
    servers: [{ url: `${server}/api/v1` }],
    security: [{ key: [] }, { session: [], workspace: [] }],
    components: { securitySchemes, schemas: { Error: errorSchema } },
    paths,
  };
}

/** A key belongs to one workspace; a session does not, so it comes with the workspace's slug. */
const securitySchemes = {
  key: { type: "http", scheme: "bearer" },
  session: { type: "apiKey", in: "cookie", name: sessionCookie },
  workspace: { type: "apiKey", in: "header", name: "X-Workspace" },
};

/** A file as the body, at a route beside those of /api/v1. */
function upload(
  name: string,
  operation: AnyOperation,
  { path, query }: NonNullable<AnyOperation["upload"]>,
  server: string,
): Json {
  const inQuery = inputSchema(query);
  const required = (inQuery.required ?? []) as string[];
  return {
    operationId: name,
    summary: operation.describe,
    tags: [path.split("/")[1]],
    servers: [{ url: `${server}/api` }],
    "x-permission": operation.permission,
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, key]) => ({
        name: key,
        in: "path",
        required: true,
        schema: { type: "string" },
      })),
      ...Object.entries((inQuery.properties ?? {}) as Record<string, Json>).map(([key, schema]) =>
        queryParameter(key, schema, required.includes(key)),
      ),
    ],
    requestBody: {
      required: true,
      content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
    },
    responses: responses(operation),
  };
}

const keyParameter = {
  name: idempotencyHeader,
  in: "header",
  required: false,
  description:
    "A text of your own: the same request with the same key is carried out once, and answered alike for 24 hours.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

function queryParameter(name: string, schema: Json, required: boolean): Json {
  const structured = schema.type === "array" || schema.type === "object";
  return structured
    ? { name, in: "query", required, content: { "application/json": { schema } } }
    : { name, in: "query", required, schema };
}

function body(input: Json, properties: Record<string, Json>, required: string[], keys: string[]): Json {
  return {
    type: "object",
    properties: Object.fromEntries(keys.map((key) => [key, properties[key]])),
    required: required.filter((key) => keys.includes(key)),
    additionalProperties: false,
    ...(input.$defs ? { $defs: input.$defs } : {}),
  };
}

const errorSchema = {
  type: "object",
  properties: {
    error: {
      type: "object",
      properties: {
        code: { enum: Object.keys(errorStatus) },
        message: { type: "string" },
        details: { type: "object" },
      },
      required: ["code", "message"],
    },
  },
  required: ["error"],
};

function responses(operation: AnyOperation): Json {
  const output = outputSchema(operation.output);
  const parts = output.properties as Record<string, Json> | undefined;
  const paged = parts && "rows" in parts && "nextCursor" in parts;
  const data = paged ? parts.rows : output;
  const meta = paged
    ? { type: "object", properties: Object.fromEntries(Object.entries(parts).filter(([key]) => key !== "rows")) }
    : { type: "object" };
  const failure = {
    description: "Refused; the error says what to do.",
    content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
  };
  return {
    [doneStatus(operation)]: {
      description: doneStatus(operation) === 201 ? "Created." : "Done.",
      content: {
        "application/json": { schema: { type: "object", properties: { data, meta }, required: ["data", "meta"] } },
      },
    },
    default: failure,
  };
}
