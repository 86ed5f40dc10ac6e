import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { tenantDb, tenantRows } from "@/server/db/tenant-db";

// Another process continues the work of one that died after that long; one that lives renews in time.
const lease = Prisma.sql`interval '30 seconds'`;
const renewMs = 8_000;
const soon = Prisma.sql`interval '3 seconds'`;

const rowsOf = <Row>(id: string) => tenantRows<Row>({ tenant: { id }, db: tenantDb(id).db });

interface Waiting {
  id: string;
  tenantId: string;
}

/** An import in hand. Whose lease ran out and was taken by another worker has the number of an attempt before. */
export interface Leased extends Waiting {
  attempt: number;
}

/**
 * Takes an import in hand and counts the attempt at its next step, in a commit of its own: who dies at the step cannot
 * take the count along. The number of the attempt, or null when another worker has it, or another preview of its
 * workspace.
 */
export async function takeLease({ id, tenantId }: Waiting, status: string): Promise<number | null> {
  const [taken] = await rowsOf<{ attempts: number }>(tenantId)`
    with free as (
      select i.id from imports i
      where i.tenant_id = ${tenantId}::uuid and i.id = ${id}::uuid and i.status = ${status}
        and (i.leased_until is null or i.leased_until < now())
        and not (i.status = 'checking' and exists (
          select 1 from imports o where o.tenant_id = i.tenant_id and o.id <> i.id and o.status = 'checking'
            and o.leased_until > now()))
      for no key update skip locked
    )
    update imports i set attempts = i.attempts + 1, leased_until = now() + ${lease}
    from free where i.tenant_id = ${tenantId}::uuid and i.id = free.id returning i.attempts`;
  return taken?.attempts ?? null;
}

async function change({ id, tenantId, attempt }: Leased, set: Prisma.Sql): Promise<void> {
  await rowsOf(tenantId)`
    with mine as (
      select id from imports where tenant_id = ${tenantId}::uuid and id = ${id}::uuid
        and leased_until is not null and attempts = ${attempt}
      for no key update skip locked
    )
    update imports i set ${set} from mine where i.tenant_id = ${tenantId}::uuid and i.id = mine.id
    returning 1 as done`;
}

/** Lets go of an import whose step failed: the attempt counts. */
export const dropLease = (leased: Leased) => change(leased, Prisma.sql`leased_until = null`);

/** Lets go of an import that was not to blame, or had nothing to do: the attempt does not count. */
export const returnLease = (leased: Leased) =>
  change(leased, Prisma.sql`attempts = greatest(i.attempts - 1, 0), leased_until = null`);

/**
 * Holds a lease while `work` is done. When the process is about to end, the attempt does not count, and another worker
 * may follow soon.
 */
export async function whileLeased<T>(leased: Leased, signal: AbortSignal | undefined, work: () => Promise<T>) {
  const timer = setInterval(() => {
    change(leased, Prisma.sql`leased_until = now() + ${lease}`).catch(() => undefined);
  }, renewMs);
  const leave = () => {
    clearInterval(timer);
    change(
      leased,
      Prisma.sql`attempts = greatest(i.attempts - 1, 0), leased_until = least(i.leased_until, now() + ${soon})`,
    ).catch(() => undefined);
  };
  signal?.addEventListener("abort", leave, { once: true });
  try {
    return await work();
  } finally {
    clearInterval(timer);
    signal?.removeEventListener("abort", leave);
  }
}

/** The columns stored with an import's last step: the lease ends. */
export const letGo = { attempts: 0, leasedUntil: null } as const;

/**
 * The columns that every other step stores in its own commit, with its rows added. Where the import is in hand it stays so, and the first
 * attempt at the next step has begun.
 */
export const stepDone = (rows: number) => Prisma.sql`
  attempts = least(attempts, 1), rows_done = rows_done + ${rows}, updated_at = now()`;
