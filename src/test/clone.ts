import { Client } from "pg";
import { DATABASE } from "@/local/postgres/roles";
import type { Postgres } from "@/local/postgres/start";

/** The logins of one database, as URLs. */
export type DatabaseUrls = Postgres["urls"];

/**
 * Makes database `name`, a copy of the migrated one, with the same rights, and returns its URLs. `lockTimeout` is how long
 * its statements wait for a lock, where the limit of requests is too short.
 */
export async function cloneDatabase(template: DatabaseUrls, name: string, lockTimeout?: string): Promise<DatabaseUrls> {
  await withMaintenance(template, async (client) => {
    const database = client.escapeIdentifier(name);
    const owner = client.escapeIdentifier(new URL(template.owner).username);
    // WAL_LOG needs no checkpoint, so two clones at once do not wait for each other.
    await client.query(`CREATE DATABASE ${database} TEMPLATE ${DATABASE} STRATEGY WAL_LOG OWNER ${owner}`);
    // The rights of a database are not copied with it.
    const users = [template.app, template.platform].map((url) => client.escapeIdentifier(new URL(url).username));
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${users.join(", ")}`);
    if (lockTimeout)
      for (const user of users)
        await client.query(
          `ALTER ROLE ${user} IN DATABASE ${database} SET lock_timeout = ${client.escapeLiteral(lockTimeout)}`,
        );
  });
  const at = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return {
    superuser: at(template.superuser),
    owner: at(template.owner),
    app: at(template.app),
    platform: at(template.platform),
  };
}

/** Drops a clone, whatever connections it has. */
export async function dropDatabase(template: DatabaseUrls, name: string): Promise<void> {
  await withMaintenance(template, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`),
  );
}

/** A template must have no connection, so this one goes to the cluster's maintenance database. */
async function withMaintenance(template: DatabaseUrls, work: (client: Client) => Promise<unknown>): Promise<void> {
  const connectionString = Object.assign(new URL(template.superuser), { pathname: "/postgres" }).href;
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
