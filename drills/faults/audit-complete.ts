import { createHash, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import type { Ctx } from "@/server/context";
import type { Findings } from "../check";
import { RestClient } from "../stage/client";
import { type Planted, secretsIn } from "../stage/planted";
import type { Stage } from "../stage/stage";
import { makeWorkspace, type Workspace } from "../stage/workspace";

/** Writes account after account: makes it, changes it twice, archives it. */
interface Writer {
  /** The kind that its rows of the log must have. */
  kind: string;
  staffId: string | null;
  memberId: string | null;
  create(name: string): Promise<Written>;
  update(id: string, version: number, name: string): Promise<Written>;
  archive(id: string, version: number): Promise<Written>;
}
interface Written {
  id: string;
  version: number;
}
/** One acknowledged write, as the log must tell it. */
interface Expected {
  key: string;
  kind: string;
  staffId: string | null;
  memberId: string | null;
  event: string;
  before: string | null;
  after: string | null;
}

/** Shares of the writes, in per cent: a key may not send as many requests in a minute as the others. */
const shares = { member: 55, key: 5, job: 20, staff: 20 } as const;

/** R17: members, a key, a job and staff write at once; the log has one row for each write, and none can be changed. */
export async function auditComplete(stage: Stage, findings: Findings): Promise<void> {
  const workspace = await makeWorkspace(stage, "enterprise");
  const { writers, secrets } = await writersOf(stage, workspace);
  const { auditWrites } = stage.scale;
  const done = await Promise.all(
    Object.entries(shares).map(([kind, share]) =>
      writeOn(writers[kind as keyof typeof shares], Math.round((auditWrites * share) / 100)),
    ),
  );
  const expected = done.flat();
  findings.same("acknowledged writes", auditWrites, expected.length);
  await compare(stage, findings, workspace, expected);
  await holdsNoSecrets(stage, findings, workspace, secrets);
  await cannotChange(stage, findings, workspace);
}

/** The writers, and the secrets with which they write. */
async function writersOf(
  stage: Stage,
  workspace: Workspace,
): Promise<{ writers: Record<keyof typeof shares, Writer>; secrets: Planted[] }> {
  const { password } = await import("../../e2e/firm");
  const { systemCtx } = await import("@/server/member-ctx");
  const { createApiKey } = await import("@/modules/platform/identity/api-keys/operations");
  const { firm, tenantId, rest, owner } = workspace;
  const scopes = ["account:view", "account:create", "account:edit"] as const;
  const { key } = await createApiKey(firm.ctx, { name: "Drill", scopes: [...scopes] });
  const program = new RestClient(stage.app.url, { authorization: `Bearer ${key}` });
  const job = await systemCtx(tenantId, "drill", "writes accounts");
  if (!job) throw new Error("The workspace of the drill is gone.");
  const { ctx, staffId } = await supportOf(workspace);
  const { memberId } = owner;
  const writers: Record<keyof typeof shares, Writer> = {
    member: { kind: "user", staffId: null, memberId, ...overRest(rest) },
    key: { kind: "apiKey", staffId: null, memberId, ...overRest(program) },
    job: { kind: "system", staffId: null, memberId: null, ...(await directly(job)) },
    staff: { kind: "staff", staffId, memberId, ...(await directly(ctx)) },
  };
  const secrets = [
    { name: "the key", text: key },
    { name: "its hash", text: createHash("sha256").update(key).digest("hex") },
    { name: "the password", text: password },
  ];
  return { writers, secrets };
}

/** Staff in a session that may write, as the owner allowed it. */
async function supportOf({ firm, slug, tenantId, owner }: Workspace): Promise<{ ctx: Ctx; staffId: string }> {
  const { newStaff, requestIn, staffRequestOf } = await import("@/test/identity");
  const { getSupportAccess, setSupportAccess } = await import("@/modules/platform/operator/support/operations/consent");
  const { openSupport } = await import("@/modules/platform/operator/support/staff/operations");
  const { version } = await getSupportAccess(firm.ctx, {});
  const endsAt = new Date(Date.now() + 2 * 3_600_000).toISOString();
  await setSupportAccess(firm.ctx, { mode: "until", write: true, endsAt, version });
  const staff = await newStaff();
  await openSupport(await staffRequestOf(staff.token), {
    ...{ workspaceId: tenantId, memberId: owner.memberId, reason: "Drill", ticket: "17", minutes: 60, write: true },
  });
  return { ctx: await requestIn(staff.token, slug), staffId: staff.person.userId };
}

type Acts = Pick<Writer, "create" | "update" | "archive">;

function overRest(rest: RestClient): Acts {
  const ask = async (method: "POST" | "PATCH", path: string, body: object): Promise<Written> => {
    for (;;) {
      const { status, data, text } = await rest.ask({ method, path, body });
      if (status === 200 || status === 201) return { id: String(data.id), version: Number(data.version) };
      if (status !== 429) throw new Error(`${method} ${path}: ${status} ${text}`);
      await pause(1_000);
    }
  };
  return {
    create: (name) => ask("POST", "/accounts", { name }),
    update: (id, version, name) => ask("PATCH", `/accounts/${id}`, { version, name }),
    archive: (id, version) => ask("POST", `/accounts/${id}/archive`, { version }),
  };
}

async function directly(ctx: Ctx): Promise<Acts> {
  const { accountOperations } = await import("@/modules/crm/accounts/operations");
  return {
    create: (name) => accountOperations.create(ctx, { name }),
    update: (id, version, name) => accountOperations.update(ctx, { id, version, name }),
    archive: (id, version) => accountOperations.archive(ctx, { id, version }),
  };
}

async function writeOn(writer: Writer, count: number): Promise<Expected[]> {
  const { kind, staffId, memberId } = writer;
  const written: Expected[] = [];
  const note = ({ id, version }: Written, event: string, [before, after]: [string | null, string | null]) =>
    written.push({ key: `${id} ${version}`, kind, staffId, memberId, event, before, after });
  while (written.length < count) {
    const name = `${kind} ${randomUUID()}`;
    let row = await writer.create(name);
    note(row, "account.created", [null, name]);
    for (let change = 1, last = name; change <= 2 && written.length < count; change++) {
      const next = `${name} ${change}`;
      row = await writer.update(row.id, row.version, next);
      note(row, "account.updated", [last, next]);
      last = next;
    }
    if (written.length >= count) break;
    row = await writer.archive(row.id, row.version);
    note(row, "account.archived", [null, null]);
  }
  return written;
}

interface Found extends Expected {
  count: number;
}

async function compare({ database }: Stage, findings: Findings, { tenantId }: Workspace, expected: Expected[]) {
  const rows = await database.query<Found>(
    `select entity_id || ' ' || entity_version as key, actor->>'type' as kind, impersonator_id as "staffId",
       actor_member_id as "memberId", name as event, before->>'name' as before, after->>'name' as after,
       (count(*) over (partition by entity_id, entity_version))::int as count
     from events where tenant_id = $1 and entity = 'account'`,
    [tenantId],
  );
  findings.same("rows of the log", expected.length, rows.length);
  const found = new Map(rows.map((row) => [row.key, row]));
  const wordsOf = ({ event, before, after }: Expected) => `${event}: ${before} to ${after}`;
  const whoOf = ({ kind, staffId, memberId }: Expected) => `${kind} ${staffId} ${memberId}`;
  const wrong = (of: (one: Expected) => string) =>
    expected.filter((one) => {
      const row = found.get(one.key);
      return !row || of(row) !== of(one);
    });
  findings.none("writes without exactly one row", [
    ...expected.filter(({ key }) => found.get(key)?.count !== 1).map(({ key }) => key),
  ]);
  findings.none("rows with another actor", wrong(whoOf).map(whoOf));
  findings.none("rows with other values before and after", wrong(wordsOf).map(wordsOf));
}

/** The rows about acts with secrets are there; they, and those of people and staff, hold none of them. */
async function holdsNoSecrets(
  { database }: Stage,
  findings: Findings,
  { tenantId }: Workspace,
  secrets: readonly Planted[],
): Promise<void> {
  const rows = await database.query<{ name: string; text: string }>(
    `select name, e::text as text from events e where tenant_id = $1
     union all select name, e::text from identity_events e union all select name, e::text from staff_events e`,
    [tenantId],
  );
  const told = (name: string) => rows.filter((row) => row.name === name).length;
  findings.same("rows that tell of the new key", 1, told("apiKey.created"));
  findings.atLeast("rows that tell of a sign-in", 1, told("person.signedIn"));
  findings.none("secrets and hashes in the log", secretsIn(rows.map(({ text }) => text).join("\n"), secrets));
}

/** The role of the app adds rows to the log; it changes and removes none. */
async function cannotChange({ database }: Stage, findings: Findings, { tenantId }: Workspace): Promise<void> {
  const app = new Client({ connectionString: database.urls.app });
  await app.connect();
  try {
    await app.query("select set_config('app.tenant_id', $1, false)", [tenantId]);
    const refused: string[] = [];
    for (const act of ["update events set name = 'account.other'", "delete from events", "truncate events"])
      refused.push(
        await app.query(act).then(
          () => "done",
          (error: { code?: string }) => error.code ?? "failed",
        ),
      );
    // 42501: insufficient privilege.
    findings.same("the app changes, removes or empties the log", "42501 42501 42501", refused.join(" "));
  } finally {
    await app.end();
  }
}
