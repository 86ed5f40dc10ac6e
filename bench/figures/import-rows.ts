import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { v7 as uuidv7 } from "uuid";
import type { Stage } from "../stage";

const industries = ["Software", "Medical", "Finance", "Retail", "Energy", "Transport", "Media", "Services"];

/** Every tenth row is an existing account; the others are new with each `label`. */
function accounts(rows: number, label: string) {
  return Array.from({ length: rows }, (_, n) => {
    const domain = n % 10 === 0 ? `firm-${n + 1}.example` : `${label}-${n}.example`;
    return {
      name: `${label} company ${n}`,
      domain,
      phone: `+1 555 ${String(n).padStart(7, "0")}`,
      industry: industries[n % industries.length] ?? "",
      employees: 10 + (n % 5000),
    };
  });
}

/** A file of accounts as another product exports it. */
export function importCsv(rows: number, label: string): string {
  const lines = accounts(rows, label).map(
    ({ name, domain, phone, industry, employees }) =>
      `"${name}",${domain},https://${domain},${phone},${industry},${employees},"${employees * 250}.00"`,
  );
  return ["Name,Domain,Website,Phone,Industry,Employees,Annual revenue", ...lines, ""].join("\n");
}

/** Seconds of COPY of the same rows into the same table: prepared columns, no policy, no check but the table's own. */
export async function copySeconds(stage: Stage, rows: number): Promise<number> {
  const { rows: found } = await stage.superuser.query<{ tenant: string; owner: string }>(
    "select t.id as tenant, min(m.id::text) as owner from tenants t join members m on m.tenant_id = t.id where t.slug = 'other-1' group by t.id",
  );
  const [other] = found;
  if (!other) throw new Error("The data has no second workspace.");
  const now = new Date().toISOString();
  const lines = accounts(rows, "copy").map(({ name, domain, phone, industry, employees }) =>
    [
      ...[uuidv7(), other.tenant, name, name, domain, domain, `https://${domain}`, phone, "prospect", industry],
      ...[employees, employees * 25_000, "USD", other.owner, now, now],
    ].join(","),
  );
  // PostgreSQL reads the file itself, as its own user.
  const folder = await mkdtemp(join(tmpdir(), "throughline-bench-"));
  const file = join(folder, "accounts.csv");
  try {
    await chmod(folder, 0o755);
    await writeFile(file, `${lines.join("\n")}\n`, { mode: 0o644 });
    // Bare rows: those of the import write the documents of search besides.
    await stage.superuser.query("alter table accounts disable trigger user");
    const started = performance.now();
    await stage.superuser.query(
      `copy accounts (id, tenant_id, name, name_key, domain, domain_key, website, phone, type, industry, employees,
         annual_revenue_minor, currency, owner_id, created_at, updated_at) from '${file}' (format csv)`,
    );
    return (performance.now() - started) / 1000;
  } finally {
    await stage.superuser.query("alter table accounts enable trigger user");
    await rm(folder, { recursive: true });
  }
}
