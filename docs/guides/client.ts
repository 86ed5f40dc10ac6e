import createClient from "openapi-fetch";
import type { paths } from "./crm.ts";

/**
 * Creates an account, finds it by a filter, and counts the accounts of its industry; `fetch` is the platform's own by
 * default.
 */
export async function example(baseUrl: string, key: string, fetch?: (request: Request) => Promise<Response>) {
  const crm = createClient<paths>({
    baseUrl,
    headers: { authorization: `Bearer ${key}` },
    ...(fetch ? { fetch } : {}),
  });

  const created = await crm.POST("/accounts", {
    params: { header: { "Idempotency-Key": crypto.randomUUID() } },
    body: { name: "Harbour Cranes", industry: "Ports", annualRevenue: { amount: 125_000_000, currency: "USD" } },
  });
  if (created.error) throw new Error(created.error.error.message);

  const found = await crm.POST("/accounts/query", {
    body: {
      conditions: [
        { field: "industry", op: "anyOf", value: ["Ports", "Rail"] },
        { field: "annualRevenue", op: "atLeast", value: 100_000_000 },
      ],
      sort: { field: "updatedAt", direction: "desc" },
      limit: 20,
    },
  });
  if (found.error) throw new Error(found.error.error.message);

  const listed = await crm.GET("/accounts", { params: { query: { q: "harbour", limit: 5 } } });
  if (listed.error) throw new Error(listed.error.error.message);
  return {
    created: created.data.data,
    found: found.data.data.map(({ name }) => name),
    total: listed.data.meta.total,
  };
}
