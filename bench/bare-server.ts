import { createServer } from "node:http";
import pg from "pg";
import { accountsPage } from "./bare/accounts";
import { contact } from "./bare/contact";

// Baseline B: a call with only Node and pg, in the same transaction under the same policies, with the same answer.
const tenantId = process.env.TENANT_ID ?? "";
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const calls: Record<string, typeof contact> = { "/accounts": accountsPage, "/contact": contact };

async function answer({ pathname, searchParams }: URL): Promise<string> {
  const call = calls[pathname];
  if (!call) return "{}";
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query({
      name: "tenant",
      text: "select set_config('app.tenant_id', $1, true)",
      values: [tenantId],
    });
    const data = await call(client, tenantId, searchParams);
    await client.query("commit");
    return JSON.stringify({ result: { data } });
  } finally {
    client.release();
  }
}

const server = createServer((request, response) => {
  answer(new URL(request.url ?? "/", "http://bare")).then(
    (body) => {
      response.setHeader("content-type", "application/json");
      response.end(body);
    },
    (error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    },
  );
});
server.listen(Number(process.env.PORT), "127.0.0.1");
