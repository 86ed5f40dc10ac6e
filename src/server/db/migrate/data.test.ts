import { globSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect, test } from "vitest";

/** Whether a migration writes rows that forced row-level security hides from the owner: it would change none of them. */
function writesHiddenRows(sql: string): boolean {
  // The bodies of functions run later, as whoever calls them.
  const own = sql.replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "");
  return (
    /^\s*(update|delete from|insert into[^;]*\sselect)\s/im.test(own) && !own.includes("NO FORCE ROW LEVEL SECURITY")
  );
}

test("a migration that writes rows of workspaces lifts forced row-level security first", () => {
  const migrations = globSync("prisma/migrations/*/migration.sql");
  expect(migrations.length).toBeGreaterThan(0);
  const hidden = migrations.filter((file) => writesHiddenRows(readFileSync(file, "utf8")));
  expect(hidden.map((file) => basename(dirname(file)))).toEqual([]);
});

test.each([
  ['UPDATE "imports" SET "attempts" = 0;', true],
  ['DELETE FROM "imports";', true],
  ['INSERT INTO "imports" ("id")\n  SELECT "id" FROM "import_files";', true],
  ['ALTER TABLE "imports" NO FORCE ROW LEVEL SECURITY;\nUPDATE "imports" SET "attempts" = 0;', false],
  ["create function touch() returns void language sql as $$\n  update imports set attempts = 0\n$$;", false],
  ['ALTER TABLE "imports" ADD FOREIGN KEY ("id") REFERENCES "files"("id") ON UPDATE CASCADE;', false],
])("%s writes hidden rows: %s", (sql, writes) => {
  expect(writesHiddenRows(sql)).toBe(writes);
});
