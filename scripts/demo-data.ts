import { rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { LocalProblem } from "@/local/problem";
import { readState, writeState } from "@/local/state";
import { type MigrateTarget, migrate, reset } from "@/server/db/migrate";
import { OtherVersion } from "@/server/db/migrate/engine";

interface DemoData {
  target: MigrateTarget;
  /** Login that sees all rows; only with our own database. */
  superuserUrl: string | undefined;
  folder: string;
  seed: () => Promise<void>;
  notice: (text: string) => void;
  signal: AbortSignal;
}

/**
 * Migrates and seeds, one demo of a folder after the other; returns the names of applied migrations. First discards
 * the remains of a killed seed in our own database: nobody has worked with it, and it is incomplete.
 */
export async function bringDemoData(data: DemoData): Promise<string[]> {
  const { target, superuserUrl, folder, seed, notice } = data;
  const begun = join(folder, "seed.begun");
  return inTurn(data, async () => {
    const isHalf = superuserUrl !== undefined && (await readState(begun)) !== undefined;
    if (isHalf) notice("the last start was ended before the demo data was in; it is brought in anew");
    // Before the first table: a killed migration is discarded as well.
    else if (superuserUrl !== undefined && (await isEmpty(superuserUrl))) await writeState(begun, "");
    const applied = isHalf ? await reset(target) : await migrate(target).catch(inWords(data));
    await seed();
    await rm(begun, { force: true });
    return applied;
  });
}

/** The folder holds more than the database, such as files and customers of the payments server: all of it goes together. */
const inWords =
  ({ superuserUrl, folder }: DemoData) =>
  (error: unknown): never => {
    if (!(error instanceof OtherVersion) || superuserUrl === undefined) throw error;
    throw new LocalProblem(
      `${folder} holds the demo of another version. Start that version, or delete the folder and start again.`,
      { cause: error },
    );
  };

async function isEmpty(superuserUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rows: made } = await client.query("SELECT WHERE to_regclass('public.tenants') IS NOT NULL");
    return made.length === 0 || (await client.query("SELECT FROM public.tenants LIMIT 1")).rows.length === 0;
  } finally {
    await client.end();
  }
}

/** Holds a lock that ends with this process, so that nobody empties a database that another process fills. */
async function inTurn<T>({ target, notice, signal }: DemoData, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: target.ownerUrl });
  client.on("error", () => undefined);
  const give = () => void client.end().catch(() => undefined);
  signal.addEventListener("abort", give, { once: true });
  try {
    await client.connect();
    const lock = "hashtext('throughline demo data')";
    const { rows } = await client.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(${lock}) AS mine`);
    if (!rows[0]?.mine) {
      notice("another demo of this folder brings the data in; waiting for it");
      await client.query(`SELECT pg_advisory_lock(${lock})`);
    }
    return await work();
  } finally {
    signal.removeEventListener("abort", give);
    await client.end().catch(() => undefined);
  }
}
