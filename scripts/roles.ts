import { Client } from "pg";
import { z } from "zod";
import { databaseUrls, userOf } from "@/lib/database-urls";
import { DATABASE, ensureRoles, ROLES } from "@/local/postgres/roles";
import { LocalProblem } from "@/local/problem";
import { setting } from "@/local/settings";
import { runCommand } from "./command";

const variables = { owner: "DATABASE_OWNER_URL", app: "DATABASE_URL", platform: "DATABASE_PLATFORM_URL" } as const;

/** Makes the three roles and the database of a server of one's own, with the passwords of their addresses. */
async function makeRoles(): Promise<void> {
  const superuser = setting("DATABASE_SUPERUSER_URL");
  if (superuser === undefined)
    throw new LocalProblem(
      "DATABASE_SUPERUSER_URL is missing: it must be the address of the database server as a superuser, such as postgresql://postgres:password@host:5432/postgres.",
    );
  const passwords = passwordsOf();
  const client = new Client({ connectionString: superuser });
  await client.connect().catch((cause: Error) => {
    throw new LocalProblem(`The database server at ${new URL(superuser).host} says: ${cause.message}`, { cause });
  });
  await ensureRoles(client, passwords);
  await client.end();
  console.log(`The roles ${ROLES.map(({ name }) => name).join(", ")} and the database ${DATABASE} are there.`);
}

/** The password of each role, from the address with which it logs in. */
function passwordsOf(): Record<keyof typeof variables, string> {
  const { data: urls, error } = z.object(databaseUrls).safeParse(process.env);
  if (!urls) {
    const lines = error.issues.map(({ path, message }) => `  ${String(path[0])} ${message}.`);
    throw new LocalProblem(["The addresses of the database are not usable:", ...lines].join("\n"));
  }
  const passwords = ROLES.map(({ name, key }) => {
    const { pathname, password } = new URL(urls[variables[key]]);
    if (userOf(urls[variables[key]]) !== name || pathname !== `/${DATABASE}` || password === "")
      throw new LocalProblem(
        `${variables[key]} must log in to the database ${DATABASE} as ${name} with a password; make roles with other names by hand.`,
      );
    return [key, decodeURIComponent(password)];
  });
  return Object.fromEntries(passwords);
}

await runCommand(makeRoles);
