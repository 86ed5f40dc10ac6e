import { Client } from "pg";
import { errorCode } from "../problem";

/** Name of the engine's database, and of the only role that may open it. */
const DATABASE = "workflows";
const ROLE = "throughline_workflows";

/** The lock of the engine that uses a database. */
export const ENGINE_LOCK = "hashtext('workflow engine')";

/** A killed engine is gone by then. */
const FREE_WITHIN = "3s";
const LOCK_NOT_AVAILABLE = "55P03";

/** A database that no other engine uses: a second one beside another demo of the same folder. */
export async function freeWorkflowDatabase(
  superuserUrl: string,
  password: string,
): Promise<{ name: string; url: string }> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? DATABASE : `${DATABASE}_${number}`;
    const url = await ensureWorkflowDatabase(superuserUrl, password, name);
    if (await isFree(url)) return { name, url };
  }
}

async function isFree(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(`SET lock_timeout = '${FREE_WITHIN}'`);
    await client.query(`SELECT pg_advisory_lock(${ENGINE_LOCK})`);
    return true;
  } catch (error) {
    if (errorCode(error) === LOCK_NOT_AVAILABLE) return false;
    throw error;
  } finally {
    await client.end();
  }
}

/** Creates the database and login of the engine in the local cluster; safe to repeat. Returns its URL. */
async function ensureWorkflowDatabase(superuserUrl: string, password: string, name: string): Promise<string> {
  const superuser = new Client({ connectionString: superuserUrl });
  await superuser.connect();
  try {
    // Two processes would collide in CREATE ROLE.
    await superuser.query("SELECT pg_advisory_lock(hashtext('throughline roles'))");
    const role = await superuser.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [ROLE]);
    if (role.rowCount === 0) await superuser.query(`CREATE ROLE ${ROLE}`);
    await superuser.query(
      `ALTER ROLE ${ROLE} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD ${superuser.escapeLiteral(password)}`,
    );
    const database = await superuser.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (database.rowCount === 0) await superuser.query(`CREATE DATABASE ${name} OWNER ${ROLE}`);
    await superuser.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  } finally {
    await superuser.end();
  }
  return Object.assign(new URL(superuserUrl), { username: ROLE, password, pathname: `/${name}` }).href;
}
