import "server-only";
import { capital } from "@/lib/text";
import type { AnyOperation } from "./operation.ts";
import type { RestRoute } from "./operation-def.ts";

/** One address of the API with its operation. */
export interface ApiRoute {
  /** Its name in the document. */
  name: string;
  operation: AnyOperation;
  method: RestRoute["method"];
  path: string;
}

/**
 * Every address below /api/v1. A request that accepts a filter also has a POST form at `…/query` with its input as
 * the body: a long filter does not fit into the address of a GET.
 */
export function routesOf(operations: Readonly<Record<string, AnyOperation>>): ApiRoute[] {
  return Object.entries(operations).flatMap(([name, operation]) => {
    const { rest, list } = operation;
    if (!rest) return [];
    const own: ApiRoute = { name, operation, method: rest.method, path: rest.path };
    if (!list || rest.method !== "GET") return [own];
    const asked = `query${capital(name.replace(/^(list|get)/, ""))}`;
    return [own, { name: asked, operation, method: "POST", path: `${rest.path}/query` }];
  });
}
