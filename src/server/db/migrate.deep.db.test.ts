// @module-tag once

import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { forgetFailure, type MigrateTarget, migrate, newMigration, reset, status } from "./migrate";

const SCHEMA = `datasource db {
  provider = "postgresql"
}

model Note {
  id   String  @id @db.Uuid
  text String?
  tag  String  @default("x")

  @@map("notes")
}
`;

const agreed = { pending: [], missing: [], edited: [], failed: [], drift: "", unwritten: "" };

let folder: string;
let database: string;
let target: MigrateTarget;

beforeEach(async () => {
  const { superuser, owner } = inject("template");
  database = `migrate_${randomBytes(6).toString("hex")}`;
  await sql(superuser, `CREATE DATABASE ${database} OWNER throughline_owner`);
  folder = await mkdtemp(join(tmpdir(), "throughline-migrate-"));
  await writeFile(join(folder, "schema.prisma"), SCHEMA);
  target = { ownerUrl: at(owner), shadowUrl: superuser, folder, withoutAccess: true };
});

afterEach(async () => {
  await rm(folder, { recursive: true });
  await sql(inject("template").superuser, `DROP DATABASE ${database} WITH (FORCE)`);
});

describe("a new migration", () => {
  it("takes the database to the schema, once", async () => {
    const file = await newMigration(target, "init");
    expect(file).toMatch(/\d{14}_init\/migration\.sql$/);
    const [name = ""] = await migrate(target);
    expect(name).toMatch(/^\d{14}_init$/);
    expect(await migrate(target)).toEqual([]);
    expect(await owner("SELECT table_name FROM information_schema.tables WHERE table_name = 'notes'")).toHaveLength(1);
    expect(await status(target)).toEqual(agreed);
  });

  it("is applied by a module that was loaded anew, as a test file or a changed source has it", async () => {
    await newMigration(target, "init");
    for (let round = 0; round < 4; round++) {
      vi.resetModules();
      const anew = await import("./migrate");
      expect(await anew.reset(target)).toHaveLength(1);
      expect(await anew.migrate(target)).toEqual([]);
    }
  });

  it("is recorded as Prisma itself records it", async () => {
    await newMigration(target, "init");
    const [name = ""] = await migrate(target);
    const script = await readFile(join(folder, "migrations", name, "migration.sql"));
    const [row] = await owner(
      `SELECT checksum, migration_name, applied_steps_count, rolled_back_at, logs,
         finished_at >= started_at AS finished FROM _prisma_migrations`,
    );
    expect(row).toEqual({
      checksum: createHash("sha256").update(script).digest("hex"),
      migration_name: name,
      applied_steps_count: 1,
      rolled_back_at: null,
      logs: null,
      finished: true,
    });
    expect(await readFile(join(folder, "migrations", "migration_lock.toml"), "utf8")).toContain(
      'provider = "postgresql"',
    );
  });

  it("holds only what has changed, and a place for SQL of one's own when nothing has", async () => {
    await newMigration(target, "init");
    const stub = await readFile(await newMigration(target, "own_sql"), "utf8");
    expect(stub).toBe("-- Write the SQL of this migration here.\n");
    await writeFile(
      join(folder, "schema.prisma"),
      SCHEMA.replace("text String?", "text String?\n  size Int @default(0)"),
    );
    const change = await readFile(await newMigration(target, "size"), "utf8");
    expect(change).toContain('ADD COLUMN     "size" INTEGER NOT NULL DEFAULT 0');
    expect(change).not.toContain("CREATE TABLE");
  });

  it("touches no database and leaves no scratch database behind", async () => {
    await newMigration(target, "init");
    expect(await owner("SELECT 1 FROM pg_class WHERE relname IN ('notes', '_prisma_migrations')")).toEqual([]);
    expect(await owner("SELECT datname FROM pg_database WHERE datname LIKE 'throughline_shadow_%'")).toEqual([]);
  });

  it("says which right is missing when the login may not create databases", async () => {
    const { shadowUrl: _, ...withoutShadow } = target;
    await expect(newMigration(withoutShadow, "init")).rejects.toThrow("ALTER ROLE <owner> CREATEDB");
    expect(await readdir(folder)).toEqual(["schema.prisma"]);
  });

  it("refuses a name that is no name", async () => {
    await expect(newMigration(target, "../up")).rejects.toThrow("Name a migration like");
  });
});

describe("migrate", () => {
  it("sends a script whole, with function bodies and their semicolons", async () => {
    await write(
      "1_function",
      "CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END; $$;",
    );
    await migrate(target);
    expect(await owner("SELECT two() AS two")).toEqual([{ two: 2 }]);
  });

  it("applies nothing of a migration that fails, names it, and tries it again when told", async () => {
    await write("1_broken", "CREATE TABLE half (id int);\nSELECT 1 / 0;");
    await expect(migrate(target)).rejects.toThrow("The migration 1_broken failed. ");
    expect(await owner("SELECT 1 FROM pg_class WHERE relname = 'half'")).toEqual([]);
    await write("1_broken", "CREATE TABLE half (id int);");
    await expect(migrate(target)).rejects.toThrow("npm run db:migrate -- --rolled-back 1_broken");
    expect(await status(target)).toMatchObject({ failed: ["1_broken"] });
    await forgetFailure(target, "1_broken");
    expect(await migrate(target)).toEqual(["1_broken"]);
  });

  it("applies access.sql each time, as one script, for the roles that it is told", async () => {
    await write("1_note", "CREATE TABLE note (id int);");
    await writeFile(
      join(folder, "access.sql"),
      `DROP POLICY IF EXISTS mine ON note;
       CREATE POLICY mine ON note USING (true);
       DO $$ BEGIN EXECUTE format('GRANT SELECT ON note TO %I', current_setting('throughline.app_role')); END $$;`,
    );
    const settled = {
      ...target,
      withoutAccess: false,
      roles: { app: "throughline_app", platform: "throughline_platform" },
    };
    await migrate(settled);
    await owner("REVOKE ALL ON note FROM throughline_app");
    await migrate(settled);
    expect(await owner("SELECT has_table_privilege('throughline_app', 'note', 'SELECT') AS may")).toEqual([
      { may: true },
    ]);
  });

  it("makes no table when access.sql is missing or cannot be read: it would stand without its policies", async () => {
    await write("1_note", "CREATE TABLE note (id int);");
    const usual = { ...target, withoutAccess: false };
    await expect(migrate(usual)).rejects.toThrow("ENOENT");
    // A folder in its place: reading it fails for root too.
    await mkdir(join(folder, "access.sql"));
    await expect(migrate(usual)).rejects.toThrow("EISDIR");
    expect(await owner("SELECT 1 FROM pg_class WHERE relname = 'note'")).toEqual([]);
  });

  it("changes nothing where a role is missing", async () => {
    await write("1_note", "CREATE TABLE note (id int);");
    await writeFile(join(folder, "access.sql"), "SELECT 1;");
    const settled = { ...target, withoutAccess: false, roles: { app: "throughline_app", platform: "nobody_here" } };
    const refusal = /^The server lacks the role nobody_here\. Nothing was changed\. Create it first: /;
    await expect(migrate(settled)).rejects.toThrow(refusal);
    await owner("CREATE TABLE kept (id int)");
    await expect(reset(settled)).rejects.toThrow(refusal);
    expect(await owner("SELECT relname FROM pg_class WHERE relname IN ('note', 'kept')")).toEqual([
      { relname: "kept" },
    ]);
  });

  it("leaves a database alone that a newer version made: its policies would be taken down", async () => {
    await write("1_note", "CREATE TABLE note (id int);");
    await write("2_newer", "CREATE TABLE newer (id int);");
    await writeFile(
      join(folder, "access.sql"),
      "DROP POLICY IF EXISTS p ON note; CREATE POLICY p ON note USING (true);",
    );
    const usual = { ...target, withoutAccess: false };
    await migrate(usual);
    await rm(join(folder, "migrations", "2_newer"), { recursive: true });
    await writeFile(join(folder, "access.sql"), "DROP POLICY p ON note;");
    await expect(migrate(usual)).rejects.toThrow(
      "The database was migrated by another version: this one does not know 2_newer. Nothing was changed.",
    );
    expect(await owner("SELECT polname FROM pg_policy")).toEqual([{ polname: "p" }]);
    expect(await reset({ ...usual, withoutAccess: true })).toEqual(["1_note"]);
    await writeFile(join(folder, "access.sql"), "-- Version 2.\nCREATE POLICY p ON note USING (true);");
    await migrate(usual);
    await writeFile(join(folder, "access.sql"), "-- Version 1.\nDROP POLICY p ON note;");
    await expect(migrate(usual)).rejects.toThrow(
      "this one does not know access.sql of version 2. Nothing was changed.",
    );
    expect(await owner("SELECT polname FROM pg_policy")).toEqual([{ polname: "p" }]);
  });

  it("names three of many migrations that it does not know", async () => {
    const names = ["1_a", "2_b", "3_c", "4_d", "5_e"];
    for (const name of names) await write(name, "SELECT 1;");
    await migrate(target);
    for (const name of names) await rm(join(folder, "migrations", name), { recursive: true });
    await write("6_baseline", "SELECT 1;");
    await expect(migrate(target)).rejects.toThrow(
      "this one does not know 1_a, 2_b, 3_c and 2 more. Nothing was changed.",
    );
  });

  it("says in a sentence that the login is not taken", async () => {
    const wrong = Object.assign(new URL(target.ownerUrl), { password: "hunter2" }).href;
    await expect(reset({ ...target, ownerUrl: wrong })).rejects.toThrow(
      /^The database 127\.0\.0\.1:\d+\/migrate_\w+ says: password authentication failed for user "throughline_owner"$/,
    );
  });

  it("may run twice at once", async () => {
    await newMigration(target, "init");
    await writeFile(
      join(folder, "access.sql"),
      "DROP POLICY IF EXISTS p ON notes; CREATE POLICY p ON notes USING (true);",
    );
    const usual = { ...target, withoutAccess: false };
    const applied = await Promise.all([migrate(usual), migrate(usual), migrate(usual)]);
    expect(applied.flat()).toHaveLength(1);
  });

  it("may run twice at once where an index is built while others write", async () => {
    await newMigration(target, "init");
    await write("99990101000000_index", 'CREATE INDEX CONCURRENTLY "notes_idx" ON "notes"("id");');
    const applied = await Promise.all([migrate(target), migrate(target), migrate(target)]);
    expect(applied.flat()).toHaveLength(2);
    expect(await owner("SELECT indisvalid FROM pg_index WHERE indexrelid = 'notes_idx'::regclass")).toEqual([
      { indisvalid: true },
    ]);
  });
});

describe("status", () => {
  it("tells what is pending, edited and missing", async () => {
    await write("1_a", "SELECT 1;");
    await write("2_b", "SELECT 1;");
    await migrate(target);
    await write("1_a", "SELECT 2;");
    await rm(join(folder, "migrations", "2_b"), { recursive: true });
    await write("3_c", "SELECT 1;");
    expect(await status(target)).toMatchObject({ pending: ["3_c"], edited: ["1_a"], missing: ["2_b"], failed: [] });
  });

  it("calls everything pending in an empty database", async () => {
    await newMigration(target, "init");
    const found = await status(target);
    expect(found.pending).toHaveLength(1);
    expect(found).toMatchObject({ drift: "", unwritten: "" });
  });

  it.each([
    ["a dropped column", "ALTER TABLE notes DROP COLUMN text", "Removed column `text`"],
    ["an index by hand", "CREATE INDEX by_hand ON notes (text)", "Added index"],
    ["another nullability", "ALTER TABLE notes ALTER COLUMN tag DROP NOT NULL", "changed from Required to Nullable"],
    ["a table by hand", "CREATE TABLE by_hand (id int PRIMARY KEY)", "by_hand"],
  ])("notices %s", async (_, change, words) => {
    await newMigration(target, "init");
    await migrate(target);
    await owner(change);
    const found = await status(target);
    expect(found.drift).toContain(words);
    expect(found).toMatchObject({ pending: [], edited: [], unwritten: "" });
  });

  it("notices a schema that no migration has caught up with", async () => {
    await newMigration(target, "init");
    await migrate(target);
    await writeFile(join(folder, "schema.prisma"), SCHEMA.replace("text String?", "text String?\n  size Int?"));
    expect(await status(target)).toMatchObject({ drift: "", unwritten: expect.stringContaining("size") });
  });

  it("tells the history, and what it could not compare, when the login may not create databases", async () => {
    await write("1_a", "SELECT 1;");
    const { shadowUrl: _, ...withoutShadow } = target;
    expect(await status(withoutShadow)).toMatchObject({
      pending: ["1_a"],
      notCompared: expect.stringContaining("CREATEDB"),
    });
  });
});

it("reset builds anew, whatever was in the database", async () => {
  await newMigration(target, "init");
  await migrate(target);
  await owner("CREATE SCHEMA other; CREATE TABLE other.thing (id int); CREATE VIEW v AS SELECT * FROM notes;");
  await owner("INSERT INTO notes (id) VALUES (gen_random_uuid())");
  expect(await reset(target)).toHaveLength(1);
  expect(await owner("SELECT * FROM notes")).toEqual([]);
  expect(await owner("SELECT 1 FROM pg_namespace WHERE nspname = 'other'")).toEqual([]);
  expect(await status(target)).toEqual(agreed);
});

function at(url: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}

async function write(name: string, script: string): Promise<void> {
  await mkdir(join(folder, "migrations", name), { recursive: true });
  await writeFile(join(folder, "migrations", name, "migration.sql"), script);
}

function owner(text: string): Promise<unknown[]> {
  return sql(target.ownerUrl, text);
}

async function sql(connectionString: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
