import type pg from "pg";

const types = ["prospect", "customer"];
const industries = ["software", "medical", "finance", "retail"];

const filters = `a.tenant_id = $1 and a.type = any($2::text[]) and a.industry = any($3::text[]) and a.employees >= $4
  and a.archived_at is null`;
const after = `and a.annual_revenue_minor <= $5
  and (a.annual_revenue_minor < $5 or (a.annual_revenue_minor = $5 and a.id < $6))`;
const list = (bound: string) => `
  select a.id, a.name, a.domain, a.website, a.phone, a.type, a.industry, a.employees, a.annual_revenue_minor, a.currency,
    a.billing_address, a.shipping_address, left(a.description, 300) as description, a.won_value, a.open_value, a.family_won_value, a.family_open_value, a.touched_at, a.external_id, a.external_source, a.archived_at, a.created_at, a.updated_at, a.version, a.custom,
    p.id as parent_id, p.name as parent_name, m.id as owner_id, m.name as owner_name, m.status as owner_status
  from accounts a
  left join accounts p on p.tenant_id = a.tenant_id and p.id = a.parent_id
  left join members m on m.tenant_id = a.tenant_id and m.id = a.owner_id
  where ${filters} and a.annual_revenue_minor is not null ${bound}
  order by a.annual_revenue_minor desc, a.id desc limit 51`;
const count = `select count(*)::int from (select 1 from accounts a where ${filters} limit 1001) c`;

type Cursor = { v: string[]; id: string; t: number | "1000+" };

/** A page by its cursor, which carries the count; without a cursor the first page, which counts. */
export async function accountsPage(client: pg.PoolClient, tenantId: string, asked: URLSearchParams): Promise<unknown> {
  const encoded = asked.get("cursor");
  const cursor: Cursor | null = encoded ? JSON.parse(Buffer.from(encoded, "base64url").toString()) : null;
  const values = [tenantId, types, industries, 50];
  const { rows } = cursor
    ? await client.query({ name: "next", text: list(after), values: [...values, cursor.v[0], cursor.id] })
    : await client.query({ name: "first", text: list(""), values });
  return answer(rows, cursor ? cursor.t : await capped(client, values));
}

async function capped(client: pg.PoolClient, values: readonly unknown[]): Promise<Cursor["t"]> {
  const { rows } = await client.query<{ count: number }>({ name: "count", text: count, values: [...values] });
  const found = rows[0]?.count ?? 0;
  return found > 1000 ? "1000+" : found;
}

type Row = Record<string, string | number | null> &
  Record<`${string}_value`, Amounts> & { created_at: Date; updated_at: Date };
type Amounts = Record<string, number> | null;

const amounts = (stored: Amounts | undefined) =>
  stored && Object.entries(stored).map(([currency, amount]) => ({ amount, currency }));

function answer(found: Row[], total: Cursor["t"]) {
  const shown = found.slice(0, 50);
  const last = shown.at(-1);
  const cursor = { s: "annualRevenue:desc", v: [String(last?.annual_revenue_minor)], id: last?.id, t: total };
  const nextCursor = found.length > 50 ? Buffer.from(JSON.stringify(cursor)).toString("base64url") : null;
  return { rows: shown.map(present), nextCursor, total };
}

function present(row: Row) {
  return {
    id: row.id,
    name: row.name,
    domain: row.domain,
    website: row.website,
    phone: row.phone,
    type: row.type,
    industry: row.industry,
    employees: row.employees,
    annualRevenue: { amount: Number(row.annual_revenue_minor), currency: row.currency },
    wonValue: amounts(row.won_value),
    openValue: amounts(row.open_value),
    familyWonValue: amounts(row.family_won_value),
    familyOpenValue: amounts(row.family_open_value),
    billingAddress: row.billing_address,
    shippingAddress: row.shipping_address,
    parent: row.parent_id && { id: row.parent_id, name: row.parent_name },
    owner: row.owner_id && { id: row.owner_id, name: row.owner_name, placeholder: row.owner_status === "placeholder" },
    description: row.description && { doc: null, text: row.description },
    touchedAt: row.touched_at,
    externalId: row.external_id,
    externalSource: row.external_source,
    archivedAt: row.archived_at,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
    mayEdit: true,
    tags: null,
    custom: row.custom ?? {},
  };
}
