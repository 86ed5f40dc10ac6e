import { expect } from "vitest";
import { operations } from "@/registry/operations";
import { openApi } from "@/server/openapi/document";
import type { AnyOperation } from "@/server/operation";

interface Response {
  content: { "application/json": { schema: { properties: { error?: { properties: { code: { enum: string[] } } } } } } };
}
interface Document {
  paths: Record<string, Record<string, { responses: Record<string, Response | { $ref: string }> }>>;
  components: { responses: Record<string, Response> };
}

let known: Document | null = null;
const document = (): Document => {
  known ??= openApi(operations as unknown as Record<string, AnyOperation>, "") as unknown as Document;
  return known;
};

/** Fails where REST refuses with a status or code that its document does not name for the operation. */
export function expectDeclared(method: string, path: string, status: number, code: string | undefined): void {
  const refused = status >= 400 && status < 500;
  const responses = refused ? responsesAt(method, path) : undefined;
  if (!responses) return;
  const named = responses[status];
  const response =
    named && "$ref" in named ? document().components.responses[named.$ref.split("/").at(-1) ?? ""] : named;
  const codes = response?.content["application/json"].schema.properties.error?.properties.code.enum ?? [];
  expect(codes, `${method} ${path} answered ${status} ${code}, which the API document does not name.`).toContain(code);
}

/** The responses of the operation at an address; undefined where there is none. */
function responsesAt(method: string, path: string) {
  const parts = path.split("?")[0]?.split("/") ?? [];
  const fits = (template: string) => {
    const wanted = template.split("/");
    return wanted.length === parts.length && wanted.every((part, at) => part.startsWith("{") || part === parts[at]);
  };
  const literal = (template: string) => template.split("{").length;
  const [found] = Object.keys(document().paths)
    .filter((template) => fits(template) && document().paths[template]?.[method.toLowerCase()])
    .sort((one, other) => literal(one) - literal(other));
  return document().paths[found ?? ""]?.[method.toLowerCase()]?.responses;
}
