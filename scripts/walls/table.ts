import type { Edit } from "../trees/copy";

/** One wall, how to remove it in a copy of the tree, and the test that must fail. */
export interface Wall extends Edit {
  wall: string;
  /** The test file, the name of the test that fails, and its title as the file has it if it is one for each of a table. */
  test: [file: string, name: string, title?: string];
  /** Its twin that tries every combination is run: the file itself tries a few of them. */
  inFull?: true;
}

const scopedClient = "src/server/db/tenant-db.ts";
const pool = "src/server/db/tenant-pool.ts";
const access = "prisma/access.sql";
const execute = "src/server/execute.ts";
const scopedTest = "src/test/tenancy/scoped-client.db.test.ts";
const leakTest = "src/test/tenancy/leak.db.test.ts";
const rowTest = "src/test/tenancy/row-security.db.test.ts";
const catalogueTest = "src/test/walls.db.test.ts";
const poolTest = "src/server/db/tenant-pool.db.test.ts";
const executeTest = "src/server/execute.db.test.ts";

export const walls: Wall[] = [
  {
    wall: "W1 column: a table without tenant_id",
    file: access,
    put: "\ncreate table loose_notes (id uuid primary key, text text);\n",
    test: [catalogueTest, "every model that is not on the short global list has a tenant column"],
  },
  {
    wall: "W1 keys: an index that does not start with the tenant",
    file: access,
    put: "\ncreate index loose_index on accounts (domain_key);\n",
    test: [catalogueTest, "every unique and index of a tenant table starts with the tenant"],
  },
  {
    wall: "W2 where of reads",
    file: scopedClient,
    take: "args.where = { AND: [args.where ?? {}, { [key]: tenantId }] };",
    put: "args.where = args.where ?? {};",
    test: [scopedTest, "every read is narrowed"],
  },
  {
    wall: "W2 where of single writes",
    file: scopedClient,
    take: "if (writeOne.has(operation)) args.where = { ...(args.where as Args), [key]: tenantId };",
    put: "",
    test: [scopedTest, "every write is narrowed or refused"],
  },
  {
    wall: "W2 tenant into the data",
    file: scopedClient,
    take: "args.data = withTenant(args.data, key, tenantId);",
    put: "",
    test: [scopedTest, "every operation that Prisma has is known here"],
  },
  {
    wall: "W2 another tenant in the data",
    file: scopedClient,
    take: "if (key in values && (isUpdate || values[key] !== tenantId))",
    put: "if (key in values && values[key] === null)",
    test: [scopedTest, "every write is narrowed or refused"],
  },
  {
    wall: "W2 another tenant in a condition or a compound key",
    file: scopedClient,
    take: "  checkWhere(args.where, key, tenantId);",
    put: "",
    test: [scopedTest, "conditions that name another tenant are refused"],
  },
  {
    wall: "W2 global models",
    file: scopedClient,
    take: "if (globalModels.has(model)) refuse(",
    put: 'if (globalModels.has(model)) return "id";\n  if (model === "") refuse(',
    test: [scopedTest, "global models are refused"],
  },
  {
    wall: "W2 findUnique, which Prisma batches across tenants",
    file: scopedClient,
    take: 'if (operation === "findUnique" || operation === "findUniqueOrThrow")',
    put: 'if (operation.startsWith("findUnique")) return args;\n  if (operation === "")',
    test: [scopedTest, "what Prisma batches, counts or looks up past the tenant is refused"],
  },
  {
    wall: "W2 the closure's tenant, not the ambient one",
    file: scopedClient,
    take: "return await tenantScope.run({ tenantId, raw: false }, async () => await query(scoped as typeof args));",
    put: "return await tenantScope.run(tenantScope.getStore() ?? { tenantId, raw: false }, async () => await query(scoped as typeof args));",
    test: [leakTest, "a promise that was made for A and is awaited under B runs as A"],
  },
  {
    wall: "W3 composite foreign key",
    file: access,
    put: "\nalter table opportunities drop constraint opportunities_tenant_id_account_id_fkey;\nalter table opportunities add foreign key (account_id) references accounts (id);\n",
    test: [rowTest, "cannot name a row of A, whoever writes it"],
  },
  {
    wall: "W4 flat writes: a nested write",
    file: scopedClient,
    take: 'if (field.kind === "object" && values[field.name] !== undefined)',
    put: 'if (field.kind === "nothing")',
    test: [scopedTest, "relations are not written through"],
  },
  {
    wall: "W5 raw SQL past tenantSql",
    file: scopedClient,
    take: 'if (!scope?.raw) refuse("raw SQL goes through tenantSql.");',
    put: "if (!scope) return;",
    test: [scopedTest, "raw SQL is refused without tenantSql"],
  },
  {
    wall: "W5 raw SQL with the tenant of another client",
    file: scopedClient,
    take: "if (scope.tenantId !== tenantId)",
    put: 'if (scope.tenantId === "")',
    test: [scopedTest, "raw SQL is refused without tenantSql, and with the tenant of another client"],
  },
  {
    wall: "W5 another client or the connection in reach",
    file: scopedClient,
    take: "return () => refuse(",
    put: "if (name) return Reflect.get(target, property, receiver);\n      return () => refuse(",
    test: [scopedTest, "nothing that controls the connection or hands out another client is within reach"],
  },
  {
    wall: "W6 policy",
    file: access,
    take: "using (tenant_id = %s) with check (tenant_id = %s)', t.name, app, tenant_of, tenant_of);",
    put: "using (true) with check (true)', t.name, app);",
    test: [rowTest, "hundreds of random operations reach no row of another workspace"],
  },
  {
    wall: "W6 policy for writes only (with check)",
    file: access,
    take: "using (tenant_id = %s) with check (tenant_id = %s)', t.name, app, tenant_of, tenant_of);",
    put: "using (tenant_id = %s) with check (true)', t.name, app, tenant_of);",
    test: [rowTest, "hundreds of random operations reach no row of another workspace"],
  },
  {
    wall: "W6 ENABLE",
    file: access,
    take: "execute format('alter table public.%I enable row level security', t.name);",
    put: "",
    test: [rowTest, "without a tenant nothing is visible and nothing can be written"],
  },
  {
    wall: "W6 FORCE",
    file: access,
    take: "then 'no force' else 'force' end);",
    put: "then 'no force' else 'no force' end);",
    test: [catalogueTest, "every tenant table is enabled, forced but for the named ones, and has one policy"],
  },
  {
    wall: "W6 the tenant of the function that searches as its owner",
    file: "prisma/search.sql",
    take: "where d.tenant_id = tenant and d.entity = kinds.entity\n              and d.text like patterns[1]",
    put: "where d.entity = kinds.entity\n              and d.text like patterns[1]",
    test: [catalogueTest, "without a tenant, or with another one, the functions that search find nothing"],
  },
  {
    wall: "W6 the tenant of the same search, where it reads the newest records in turn",
    file: "prisma/search.sql",
    take: "where d.tenant_id = tenant and d.entity = kinds.entity\n            and (scope_owners",
    put: "where d.entity = kinds.entity\n            and (scope_owners",
    test: [catalogueTest, "nor do they find another workspace's records where one kind holds the words frequently"],
  },
  {
    wall: "W6 the tenant of the same search, where it asks the index of words",
    file: "prisma/search.sql",
    take: "where d.tenant_id = tenant and d.entity = kinds.entity and search_title_words(d.text) @@ query",
    put: "where d.entity = kinds.entity and search_title_words(d.text) @@ query",
    test: [catalogueTest, "nor do they find another workspace's records where one kind holds the words frequently"],
  },
  {
    wall: "W6 the platform role's short list",
    file: access,
    put: "\ncreate policy extra on public.accounts for select to throughline_platform using (true);\n",
    test: [catalogueTest, "the platform role has the policies that are named here, and no other"],
  },
  {
    wall: "W6 tag check of the pool",
    file: pool,
    take: "if (this.#tags.get(client) === tenantId) return client;",
    put: "if (this.#tags.has(client)) return client;",
    test: [poolTest, "one connection serves tenant after tenant, each with its own setting"],
  },
  {
    wall: "W6 no tenant, no connection",
    file: pool,
    take: 'if (!tenantId) throw new Error("A query reached the tenant pool without a tenant.");',
    put: "if (!tenantId) return await super.connect();",
    test: [poolTest, "without a tenant there is no connection, in either form of asking"],
  },
  {
    wall: "W6 a connection that comes back inside a transaction",
    file: pool,
    take: 'if (client.getTransactionStatus() === "I") return client;',
    put: "return client;",
    test: [poolTest, "a connection that was given back inside a transaction is thrown away"],
  },
  {
    wall: "W6 behind a transaction pooler: the setting falls with its transaction",
    file: scopedClient,
    take: "tenantId}, true)`",
    put: "tenantId}, false)`",
    test: [rowTest, "a query that comes without a tenant is refused by the pool, or sees nothing"],
  },
  {
    wall: "audit rows are written once (grant)",
    file: access,
    take: "execute format('revoke update, delete on public.events, public.event_subjects from %I', app);",
    put: "",
    test: [catalogueTest, "nothing that was written about an act can be changed or removed by the app"],
  },
  {
    wall: "permission gate",
    file: execute,
    take: "if (isClosed || !isLetIn)",
    put: 'if (ctx.requestId === "")',
    test: [executeTest, "suspended, module, permission, input, rows, and only then the work"],
  },
  {
    wall: "a change that names a kind of record of a module that is off",
    file: execute,
    take: 'if (def.kind === "mutation") requireKindOn(ctx, parsed);',
    put: "",
    test: ["src/test/module-off.db.test.ts", "while a module is off"],
  },
  {
    wall: "`on`: the rows that an act changes",
    file: execute,
    take: "if (def.on) await checkRows(def.on, ctx, input, def.permission, rows);",
    put: "",
    test: [executeTest, "suspended, module, permission, input, rows, and only then the work"],
  },
  {
    wall: "`on` for other people's rows (record by record)",
    file: execute,
    take: "const locked = changing && rows.find((row) => !on.scope.mayEdit(ctx, row, changing));",
    put: 'const locked = changing && rows.find((row) => row.id === "");',
    test: ["src/test/permissions.db.test.ts", "updateAccount", 'triedOperations(onRecords, 1))("%s"'],
    inFull: true,
  },
  {
    wall: "`uses`: the rows that an act points to",
    file: execute,
    take: "for (const used of def.uses ?? []) await checkRows(used, ctx, input, null, rows);",
    put: "",
    test: [executeTest, "a row that it only points to must be visible"],
  },
  {
    wall: "a change without its event",
    file: execute,
    take: "if (needsEvent && ctx.emitted.length === before)",
    put: "if (needsEvent && ctx.emitted.length < 0)",
    test: ["src/server/events.db.test.ts", "a mutation that ends without one fails and leaves nothing"],
  },
  {
    wall: "an inner act joins the transaction",
    file: execute,
    take: 'if (def.kind === "query" || ctx.inTransaction) return',
    put: 'if (def.kind === "query") return',
    test: [executeTest, "an inner operation joins it"],
  },
  {
    wall: "a change that another site made the browser send",
    file: "src/server/http.ts",
    take: "if ((origin && origin !== new URL(env.NEXTAUTH_URL).origin) ||",
    put: "if ((origin && origin === site) ||",
    test: ["src/test/tenancy/doors.db.test.ts", "a change that another site made the browser send is refused"],
  },
  {
    wall: "a key in the workspace of another",
    file: "src/server/access.ts",
    take: 'if (credential?.type === "apiKey" && caller.workspace && caller.workspace !== row.slug)',
    put: 'if (row.slug === "")',
    test: ["src/test/tenancy/doors.db.test.ts", "a key works in its own workspace only"],
  },
  {
    wall: "a key at an address outside its ranges",
    file: "src/server/key-access.ts",
    take: "if (!isInRanges(address, ranges)) {",
    put: "if (ranges.length < 0) {",
    test: ["src/modules/platform/identity/api-keys/limits.db.test.ts", "hold at every door, and nothing is done"],
  },
  {
    wall: "a secret with the rights of another member",
    file: "src/modules/platform/identity/api-keys/rotation/operations/rotate.ts",
    take: "if (row.member.id !== memberOf(ctx.actor))",
    put: 'if (row.member.id === "")',
    test: [
      "src/modules/platform/identity/api-keys/rotation/rotation.db.test.ts",
      "is only for the member of the key, whose rights the secret gives",
    ],
  },
];
