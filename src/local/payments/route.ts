import { z } from "zod";
import type { Context } from "./context";
import { expand } from "./schema";

export type Method = "GET" | "POST" | "DELETE";

type Call<Params> = { context: Context; params: Params; id: string; partId: string };

/** One thing that the API does. */
export type Route = {
  method: Method;
  path: RegExp;
  params: z.ZodType;
  run(call: Call<unknown>): object;
};

/**
 * Defines a route, such as `POST /v1/customers/:id`: its parameters beside `expand`, all others are refused, and its
 * answer.
 */
export function route<Shape extends z.ZodRawShape>(
  name: `${Method} /${"v1" | "v2"}/${string}`,
  shape: Shape,
  run: (call: Call<z.output<z.ZodObject<Shape>> & { expand?: string[] | undefined }>) => object,
): Route {
  const [method, path = ""] = name.split(" ");
  return {
    method: method as Method,
    path: new RegExp(`^${path.replaceAll(/:\w+/g, "([^/]+)")}$`),
    params: z.strictObject({ ...expand, ...shape }),
    run: run as Route["run"],
  };
}
