import { parseArgs } from "node:util";
import { z } from "zod";
import { databaseUrls, sharedRole, userOf } from "@/lib/database-urls";
import { localDatabase } from "@/local/main";
import { describeProblem, LocalProblem } from "@/local/problem";
import { dataDir, readDotEnv } from "@/local/settings";
import { forgetFailure, type MigrateTarget, migrate, newMigration, reset, status } from "@/server/db/migrate";

const USAGE = `Usage:
  npm run db:migrate                          apply what is pending, then roles, grants and policies
  npm run db:migrate -- --rolled-back NAME    try a migration again that failed
  npm run db:new NAME                         write the SQL that takes the migrations to the schema
  npm run db:search                           write prisma/search-sources.sql from the searchable fields
  npm run db:status                           pending, edited and missing migrations, drift
  npm run db:reset                            empty the database and build it anew (--yes for a server of your own)`;

readDotEnv();
try {
  process.exitCode = await run();
} catch (error) {
  console.error(describeProblem(error));
  process.exitCode = 1;
}

async function run(): Promise<number> {
  const { positionals, values } = readArguments();
  const [command = "", name, ...more] = positionals;
  const takesName = command === "new";
  if (
    !["migrate", "new", "search", "status", "reset"].includes(command) ||
    more.length > 0 ||
    (name !== undefined && !takesName)
  )
    throw new LocalProblem(USAGE);
  if (command === "search") {
    const { searchFile, writeSearchSources } = await import("./search-sources");
    await writeSearchSources();
    console.log(`Written: ${searchFile}`);
    return 0;
  }
  const local = await localDatabase(dataDir(), console.log);
  try {
    const target = targetOf(local);
    if (takesName) {
      if (name === undefined)
        throw new LocalProblem("How is the migration to be called? npm run db:new add_owner_to_teams");
      console.log(`Written: ${await newMigration(target, name)}`);
      const { writeSearchSources } = await import("./search-sources");
      await writeSearchSources();
      return 0;
    }
    if (command === "status") return report(await status(target));
    if (command === "reset") {
      if (!local && !values.yes) {
        throw new LocalProblem(
          `This deletes everything in ${new URL(target.ownerUrl).host}${new URL(target.ownerUrl).pathname}. Say so: npm run db:reset -- --yes`,
        );
      }
      tell("Emptied and built anew", await reset(target));
      return 0;
    }
    if (values["rolled-back"] !== undefined) await forgetFailure(target, values["rolled-back"]);
    tell("Applied", await migrate(target));
    return 0;
  } finally {
    await local?.stop();
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { yes: { type: "boolean" }, "rolled-back": { type: "string" } },
    });
  } catch (error) {
    throw new LocalProblem(USAGE, { cause: error });
  }
}

function targetOf(local: Awaited<ReturnType<typeof localDatabase>>): MigrateTarget {
  if (local) return { ownerUrl: local.env.DATABASE_OWNER_URL, shadowUrl: local.superuserUrl };
  const { data: urls, error } = z.object(databaseUrls).safeParse(process.env);
  const shared = urls && sharedRole(urls);
  if (!urls || shared) {
    const lines = shared
      ? [`${shared.name} ${shared.message}.`]
      : error?.issues.map(({ path, message }) => `${String(path[0])} ${message}.`);
    throw new LocalProblem(["The addresses of the database are not usable:", ...(lines ?? [])].join("\n  "));
  }
  return {
    ownerUrl: urls.DATABASE_OWNER_URL,
    roles: { app: userOf(urls.DATABASE_URL), platform: userOf(urls.DATABASE_PLATFORM_URL) },
  };
}

function tell(what: string, names: string[]): void {
  console.log(names.length === 0 ? `${what}: no migration was pending; grants and policies are in place` : `${what}:`);
  for (const name of names) console.log(`  ${name}`);
}

function report(found: Awaited<ReturnType<typeof status>>): number {
  const lists = [
    ["Pending (npm run db:migrate applies them)", found.pending],
    ["Failed (npm run db:migrate -- --rolled-back NAME tries one again)", found.failed],
    ["Edited after they were applied (restore the file, write a new migration)", found.edited],
    ["Applied, and missing on disk", found.missing],
  ] as const;
  for (const [title, names] of lists) if (names.length > 0) console.log(`${title}:\n  ${names.join("\n  ")}`);
  if (found.drift) console.log(`Drift: the database was changed by other hands.\n${found.drift}`);
  if (found.unwritten)
    console.log(`The schema is ahead of the migrations (npm run db:new NAME writes the SQL):\n${found.unwritten}`);
  if (found.notCompared) console.log(`Drift is not known. ${found.notCompared}`);
  const clean =
    !found.notCompared && lists.every(([, names]) => names.length === 0) && !found.drift && !found.unwritten;
  if (clean) console.log("Database, migrations and schema agree.");
  return clean ? 0 : 1;
}
