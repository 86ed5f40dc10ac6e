import { globSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect, test } from "vitest";

/** The statements that a migration runs itself: the bodies of functions run later, as whoever calls them. */
const ownStatements = (sql: string): string =>
  sql.replace(/--.*$/gm, "").replace(/\bas\s+\$(\w*)\$[\s\S]*?\$\1\$/gi, "");

const writesRows =
  /(?<!\b(?:on|or|for|before|after|do|grant)\s+)\b(update\s+(?!of\b|on\b)|delete\s+from|merge\s+into|insert\s+into[^;]*?\bselect\b)/i;

/** Whether a migration writes rows that forced row-level security hides from the owner: it would change none of them. */
function writesHiddenRows(sql: string): boolean {
  const own = ownStatements(sql);
  return writesRows.test(own) && !/\bno\s+force\s+row\s+level\s+security/i.test(own);
}

/** Whether a migration builds an index of a table that it does not make, while writers of that table wait. */
function holdsUpWriters(sql: string): boolean {
  const own = ownStatements(sql);
  const made = [...own.matchAll(/create\s+table\s+"?(\w+)"?/gi)].map(([, table]) => table);
  const indexes = own.matchAll(/create\s+(?:unique\s+)?index\s+(?!concurrently)[^;]*?\bon\s+"?(\w+)"?/gi);
  return [...indexes].some(([, table]) => !made.includes(table));
}

/** It runs while nobody uses the database. */
const baseline = /_(schema|checks_and_indexes|functions)$/;
const migrations = globSync("prisma/migrations/*/migration.sql").map((file) => ({
  name: basename(dirname(file)),
  sql: readFileSync(file, "utf8"),
}));

test("a migration that writes rows of workspaces lifts forced row-level security first", () => {
  expect(migrations.length).toBeGreaterThan(0);
  expect(migrations.filter(({ sql }) => writesHiddenRows(sql)).map(({ name }) => name)).toEqual([]);
});

test("a migration builds indexes of tables that are there while others write", () => {
  const later = migrations.filter(({ name }) => !baseline.test(name));
  expect(migrations.length - later.length).toBe(3);
  expect(later.filter(({ sql }) => holdsUpWriters(sql)).map(({ name }) => name)).toEqual([]);
});

test.each([
  ['UPDATE "imports" SET "attempts" = 0;', true],
  ['DELETE FROM "imports";', true],
  ['INSERT INTO "imports" ("id")\n  SELECT "id" FROM "import_files";', true],
  ["insert into imports (id) values ((select id from import_files));", true],
  ["create table a (); update imports set attempts = 0;", true],
  ["with old as (select 1) update imports set attempts = 0;", true],
  ["merge into imports i using import_files f on f.id = i.id when matched then delete;", true],
  ["do $$ begin\n  update imports set attempts = 0;\nend $$;", true],
  ["-- NO FORCE ROW LEVEL SECURITY\nupdate imports set attempts = 0;", true],
  ['ALTER TABLE "imports" NO FORCE ROW LEVEL SECURITY;\nUPDATE "imports" SET "attempts" = 0;', false],
  ['alter table "imports" no force row level security;\nupdate "imports" set "attempts" = 0;', false],
  ["create function touch() returns void language sql as $$\n  update imports set attempts = 0\n$$;", false],
  ["create trigger touch after insert or update of status on imports for each row execute function touch();", false],
  ['ALTER TABLE "imports" ADD FOREIGN KEY ("id") REFERENCES "files"("id") ON UPDATE CASCADE;', false],
])("%s writes hidden rows: %s", (sql, writes) => {
  expect(writesHiddenRows(sql)).toBe(writes);
});

test.each([
  ['CREATE INDEX "imports_name_idx" ON "imports"("name");', true],
  ['CREATE UNIQUE INDEX "imports_name_key" ON "imports"("name");', true],
  ['CREATE TABLE "firms" ();\nCREATE INDEX "imports_name_idx" ON "imports"("name");', true],
  ['CREATE INDEX CONCURRENTLY "imports_name_idx" ON "imports"("name");', false],
  ['CREATE TABLE "imports" ();\nCREATE INDEX "imports_name_idx" ON "imports"("name");', false],
])("%s holds up writers: %s", (sql, holds) => {
  expect(holdsUpWriters(sql)).toBe(holds);
});
