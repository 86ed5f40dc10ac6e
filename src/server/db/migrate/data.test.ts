import { globSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect, test } from "vitest";

/** These read tables whose security is not forced, or ran before any workspace had such rows. */
const known = ["20261122202219_plans", "20261124160000_credit_and_one_budget"];

const writesRows = (sql: string) => /^\s*(update|delete from|insert into[^;]*\sselect)\s/im.test(sql);

test("a migration that reads rows of workspaces lifts forced row-level security: it hides them from the owner", () => {
  const migrations = globSync("prisma/migrations/*/migration.sql").map((file) => ({
    name: basename(dirname(file)),
    // The bodies of functions run later, as whoever calls them.
    sql: readFileSync(file, "utf8").replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, ""),
  }));
  const writing = migrations.filter(({ sql }) => writesRows(sql));
  expect(writing.length).toBeGreaterThan(known.length);
  const hidden = writing.filter(({ sql }) => !sql.includes("NO FORCE ROW LEVEL SECURITY")).map(({ name }) => name);
  expect(hidden.toSorted()).toEqual(known);
});
