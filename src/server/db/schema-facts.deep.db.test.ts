// @module-tag once

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "@/test/db";
import { type Kernel, loadKernel } from "@/test/tenancy/kernel";
import { settingsOf } from "@/test/tenancy/rows";
import { expectedSchema } from "./generated/expected-schema";
import { migrate } from "./migrate";

describe("a database without the schema of this build", () => {
  let fresh: FreshDatabase;
  let kernel: Kernel;
  beforeAll(async () => {
    fresh = await freshDatabase();
    kernel = await loadKernel(settingsOf(fresh.urls));
  });
  afterAll(async () => {
    await kernel.close();
    await fresh[Symbol.asyncDispose]();
  });

  /** The result of the schema check, from a server that has not seen it yet. */
  async function schemaOf() {
    const { missingSchema } = await import("./schema-facts");
    return await missingSchema(kernel.platformQuery, expectedSchema);
  }

  test("lacks a migration, or the rights of this version, and may be newer", async () => {
    const { migrations, access } = expectedSchema;
    expect(await schemaOf()).toBeNull();
    await fresh.query(
      "insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('n', '', '9_newer', now())",
    );
    await fresh.query(`comment on table _prisma_migrations is '-- Version ${access + 1}. (access.sql)'`);
    expect(await schemaOf(), "newer").toBeNull();
    await fresh.query(`comment on table _prisma_migrations is '-- Version ${access - 1}. (access.sql)'`);
    expect(await schemaOf()).toBe("The database lacks the rights of this version. Run npm run db:migrate.");
    await fresh.query("update _prisma_migrations set finished_at = null where migration_name = $1", [
      migrations.at(-1),
    ]);
    const lacks = `The database lacks 1 migration. Run npm run db:migrate.`;
    expect(await schemaOf(), "one that failed").toBe(lacks);
    await fresh.query("revoke all on _prisma_migrations from throughline_platform");
    expect(await schemaOf()).toContain(`lacks ${migrations.length} migrations`);
  });

  test("is told as 503 with what to do, and as ready when it is migrated, without a restart", async () => {
    await fresh.query("drop schema public cascade; create schema public authorization throughline_owner");
    const { GET: ask } = await import("@/app/api/v1/status/route");
    const before = await ask();
    expect(before.status).toBe(503);
    const count = expectedSchema.migrations.length;
    expect((await before.json()).checks).toContainEqual({
      name: "schema",
      ok: false,
      ms: expect.any(Number),
      required: true,
      todo: `The database lacks ${count} migrations. Run npm run db:migrate.`,
    });
    await migrate({ ownerUrl: fresh.urls.owner });
    expect((await ask()).status).toBe(200);
  });
});
