import "server-only";
import { batchDescription, batchExample, batchInput, batchOutput, batchPath } from "../batch.ts";
import { idempotencyHeader, isRepeatable } from "../idempotency.ts";
import { type AnyOperation, doneStatuses } from "../operation.ts";
import { shapeInputs } from "../record-shape.ts";
import { type ApiRoute, routesOf } from "../routes.ts";
import { sessionCookie } from "../session-cookie.ts";
import { Components, type Json, shared } from "./components.ts";
import { exampleOf } from "./examples.ts";
import { listProperties } from "./lists.ts";
import { refusals, refusalsOf } from "./refusals.ts";

/** OpenAPI 3.1 of every operation with a REST route, from the schemas that the product runs on. */
export function openApi(operations: Record<string, AnyOperation>, server: string): Json {
  const components = new Components();
  const requests = [
    ...routesOf(operations).map((route) => requestOf(components, route)),
    ...Object.entries(operations).flatMap(([name, operation]) =>
      operation.upload ? [uploadOf(components, { name, operation, upload: operation.upload, server })] : [],
    ),
    batchOf(components),
  ];
  const parameters = shared(
    requests.flatMap((request) => request.parameters),
    { at: "parameters", nameOf: parameterName },
  );
  const responses = shared(
    requests.map(({ answer }) => answer),
    { at: "responses", nameOf: answerName },
  );
  const paths: Record<string, Json> = {};
  for (const { path, method, statuses, parameters: own, answer, refused, ...entry } of requests) {
    paths[path] = {
      ...paths[path],
      [method]: {
        ...entry,
        parameters: own.map(parameters.replace),
        responses: {
          ...Object.fromEntries(statuses.map((status) => [status, responses.replace(answer)])),
          ...refused,
        },
      },
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Throughline API",
      version: "1",
      description:
        "The same operations as the app, with the same rights and checks. Authenticate with an API key as a bearer token, or with the session of a signed-in user. Bodies are JSON objects, whatever their Content-Type. Lists page by cursor. Money is whole minor units with its currency.",
    },
    servers: [{ url: `${server}/api/v1` }],
    security: [{ key: [] }, { session: [], workspace: [] }],
    components: {
      securitySchemes,
      schemas: inOrder(components.schemas),
      parameters: inOrder(parameters.named),
      responses: inOrder({ ...responses.named, ...refusals() }),
    },
    paths,
  };
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const inOrder = (named: Json): Json =>
  Object.fromEntries(Object.entries(named).sort(([a], [b]) => a.localeCompare(b, "en")));

/** A key belongs to one workspace; a session does not, so it is sent with the workspace's slug. */
const securitySchemes = {
  key: {
    type: "http",
    scheme: "bearer",
    description:
      "An API key, which is created in the settings of a workspace. It has its scopes within its member's rights.",
  },
  session: {
    type: "apiKey",
    in: "cookie",
    name: sessionCookie,
    description:
      "The session of a signed-in person. A browser sends this cookie by itself: leave the value empty there.",
  },
  workspace: {
    type: "apiKey",
    in: "header",
    name: "X-Workspace",
    description: "With a session, the slug of the workspace: its name in the address of each page.",
  },
};

/** One request in its path, with parameters and response in full. */
interface Request {
  path: string;
  method: string;
  parameters: Json[];
  statuses: readonly number[];
  answer: Json;
  refused: Json;
  [more: string]: unknown;
}

const placeholders = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "");

function requestOf(components: Components, { name, operation, method, path }: ApiRoute): Request {
  const input = components.resolved(components.input(operation.input));
  const given = (input.properties ?? {}) as Record<string, Json>;
  const listed = operation.list ? listProperties(components, operation, given) : given;
  const properties = operation.records ? { ...listed, ...shapeProperties } : listed;
  const required = (input.required ?? []) as string[];
  const inPath = placeholders(path);
  const rest = Object.keys(properties).filter((key) => !inPath.includes(key));
  const asQuery = method === "GET" || method === "DELETE";
  const keyed = isRepeatable(operation);
  return {
    path,
    method: method.toLowerCase(),
    operationId: name,
    summary: operation.describe,
    tags: [path.split("/")[1]],
    "x-permission": operation.permission,
    parameters: [
      ...inPath.map((key) => ({
        name: key,
        in: "path",
        required: true,
        schema: properties[key] ?? { type: "string" },
      })),
      ...(keyed ? [keyParameter] : []),
      ...(asQuery ? rest.map((key) => queryParameter(key, properties[key] ?? {}, required.includes(key))) : []),
    ],
    ...(asQuery || rest.length === 0
      ? {}
      : {
          requestBody: jsonBody(components, {
            properties,
            required,
            keys: rest,
            name,
            shown: operation.rest?.shown,
          }),
        }),
    statuses: doneStatuses(operation),
    answer: answerOf(components, operation),
    refused: refusalsOf(operation, method),
  };
}

/** The inputs that narrow the records of an answer, and add others to it. */
const shapeProperties: Record<string, Json> = Object.fromEntries(
  Object.entries(shapeInputs).map(([name, description]) => [name, { type: "string", description }]),
);

interface Upload {
  name: string;
  operation: AnyOperation;
  upload: NonNullable<AnyOperation["upload"]>;
  server: string;
}

/** A file as the body, at a route outside /api/v1. */
function uploadOf(components: Components, { name, operation, upload, server }: Upload): Request {
  const { path } = upload;
  const inQuery = components.input(upload.query);
  const required = (inQuery.required ?? []) as string[];
  return {
    path,
    method: "post",
    operationId: name,
    summary: operation.describe,
    tags: [path.split("/")[1]],
    servers: [{ url: `${server}/api` }],
    "x-permission": operation.permission,
    parameters: [
      ...placeholders(path).map((key) => ({ name: key, in: "path", required: true, schema: { type: "string" } })),
      ...Object.entries((inQuery.properties ?? {}) as Record<string, Json>).map(([key, schema]) =>
        queryParameter(key, schema, required.includes(key)),
      ),
    ],
    requestBody: {
      required: true,
      content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
    },
    statuses: doneStatuses(operation),
    answer: answerOf(components, operation),
    refused: refusalsOf(operation, "POST"),
  };
}

/** Several writes in one request, each as its own request would be. */
function batchOf(components: Components): Request {
  const { properties, required } = components.input(batchInput) as {
    properties: Record<string, Json>;
    required: string[];
  };
  return {
    path: batchPath,
    method: "post",
    operationId: "sendBatch",
    summary: batchDescription,
    tags: [batchPath.slice(1)],
    parameters: [keyParameter],
    requestBody: jsonBody(components, {
      properties,
      required,
      keys: Object.keys(properties),
      name: "sendBatch",
      example: batchExample,
    }),
    statuses: [200],
    answer: answerOf(components, { output: batchOutput }),
    refused: refusalsOf({ kind: "query" }, "POST"),
  };
}

const keyParameter = {
  name: idempotencyHeader,
  in: "header",
  required: false,
  description:
    "A text of your choice. A request that is repeated with the same key within 24 hours is carried out once and gets the same response.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

function queryParameter(name: string, schema: Json, required: boolean): Json {
  const structured = schema.type === "array" || schema.type === "object" || "$ref" in schema;
  return structured
    ? { name, in: "query", required, content: { "application/json": { schema } } }
    : { name, in: "query", required, schema };
}

/** Generated Python clients cannot read a named parameter that is JSON: it stays inline. */
const parameterName = ({ name, schema }: Json): string | null =>
  schema ? capital(String(name).replaceAll("-", "")) : null;

interface Body {
  properties: Record<string, Json>;
  required: readonly string[];
  /** The fields that are in the body, not in the address. */
  keys: readonly string[];
  /** The name of the request. */
  name: string;
  /** Fields of the example besides the required ones. */
  shown?: readonly string[] | undefined;
  /** The example, where it is not made from the schema. */
  example?: object;
}

function jsonBody(components: Components, { properties, required, keys, name, shown = [], example }: Body): Json {
  const schema = {
    type: "object",
    properties: Object.fromEntries(keys.map((key) => [key, properties[key]])),
    required: required.filter((key) => keys.includes(key)),
    additionalProperties: false,
  };
  const made = () => exampleOf(schema, { request: name, shown, resolved: (part) => components.resolved(part) });
  return { required: true, content: { "application/json": { schema, example: example ?? made() } } };
}

/** A response: the data, and for a page its cursor. */
function answerOf(components: Components, operation: Pick<AnyOperation, "output" | "records">): Json {
  const output = components.output(operation.output);
  const parts = output.properties as Record<string, Json> | undefined;
  const paged = parts && "rows" in parts && "nextCursor" in parts;
  const data = paged ? parts.rows : output;
  const included = operation.records ? { included: includedSchema } : {};
  const alone = { type: "object", ...(operation.records ? { properties: included } : {}) };
  const meta = paged ? metaOf(components, { ...parts, ...included }, output.required as string[]) : alone;
  const schema = { type: "object", properties: { data, meta }, required: ["data", "meta"] };
  return { description: "Done.", content: { "application/json": { schema } } };
}

const includedSchema: Json = {
  type: "object",
  description: "The records that `include` asked for, by their kinds.",
  additionalProperties: { type: "array", items: { type: "object" } },
};

const metaNames: Readonly<Record<string, string>> = {
  nextCursor: "PageMeta",
  "nextCursor,total": "ListMeta",
  "dropped,nextCursor,total": "ViewedListMeta",
  "dropped,included,nextCursor,total": "RecordListMeta",
};

function metaOf(components: Components, { rows: _rows, ...properties }: Record<string, Json>, needed: string[]): Json {
  const keys = Object.keys(properties).sort();
  const schema = { type: "object", properties, required: keys.filter((key) => needed.includes(key)) };
  const name = metaNames[keys.join()];
  return name ? components.named(name, schema) : schema;
}

/** "Account" for a response with one record, "AccountList" for several; null for other forms. */
function answerName(answer: Json): string | null {
  const { content } = answer as { content: { "application/json": { schema: { properties: { data: Json } } } } };
  const { data } = content["application/json"].schema.properties;
  const { $ref } = (data.items ?? data) as Json;
  return typeof $ref === "string" ? `${$ref.split("/").at(-1)}${data.items ? "List" : ""}` : null;
}
