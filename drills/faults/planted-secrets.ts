import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { currentBuild } from "@/local/builds";
import { inEachSecret } from "@/test/environment";
import type { Findings } from "../check";
import { dumpOf } from "../stage/dump";
import { type Planted, secretsIn } from "../stage/planted";
import { environmentSecrets, type Holder, plantSecrets, secretVariables } from "../stage/planting";
import {
  sendBadRequests,
  whileDatabaseIsAway,
  whileRowsAreRefused,
  whileServicesAreAway,
  whileTablesAreGone,
} from "../stage/provoking";
import type { Stage } from "../stage/stage";

/** Texts of modules that a browser must not get: each stands in one that is for servers only. */
const serverWords = [
  ...secretVariables,
  "aes-256-gcm",
  "throughline sealing key",
  "app.tenant_id",
  "PrismaClientKnownRequestError",
  "auth_tokens",
];

/**
 * R18: a person is given each kind of secret, and the app fails with them in every way that we know. No secret lies in
 * the database, in what the app writes, or in what browsers load. Returns the check of all that it wrote.
 */
export async function plantedSecrets(stage: Stage, findings: Findings): Promise<() => Promise<void>> {
  const holder = await plantSecrets(stage);
  const planted = [...holder.planted, ...environmentSecrets()];
  await checkDump(stage, findings, holder, planted);
  await checkPages(findings, holder);
  await checkBundle(findings);
  const kept = await keptForms(stage, holder);
  findings.none(
    "refused requests that were answered as a failure of the server",
    (await sendBadRequests(holder)).filter((status) => status >= 500 || status === 0),
  );
  await whileServicesAreAway(stage, holder);
  findings.atLeast("acts that failed, while rows are refused", 8, await whileRowsAreRefused(stage, holder));
  findings.atLeast("while tables are gone", 40, await whileTablesAreGone(stage, holder));
  findings.atLeast("while the database is away", 16, await whileDatabaseIsAway(stage, holder));
  await checkDump(stage, findings, holder, planted, ", after the failures");
  return async () => checkLog(stage, findings, [...planted, ...kept]);
}

/** The forms in which the database keeps secrets: they are no business of a log either. */
async function keptForms({ database }: Stage, { userId, tenantId }: Holder): Promise<Planted[]> {
  const rows = await database.query<Planted>(
    `select 'the hash of the password' as name, password_hash as text from users where id = $1
     union all select 'the hash of a session', token_hash from sessions where user_id = $1
     union all select 'the hash of a link', token_hash from auth_tokens where user_id = $1
     union all select 'the hash of a recovery code', code_hash from recovery_codes where user_id = $1
     union all select 'the sealed secret of the app', sealed from totp_secrets where user_id = $1
     union all select 'the hash of a key', key_hash from api_keys where tenant_id = $2
     union all select 'the hash of an invitation', token_hash from invitations where tenant_id = $2`,
    [userId, tenantId],
  );
  return [...rows, { name: "a hash of a password", text: "$argon2id$" }];
}

async function checkDump(
  { database }: Stage,
  findings: Findings,
  { slug, password, totpSecret, userId }: Holder,
  planted: readonly Planted[],
  when = "",
): Promise<void> {
  const found = new Set<string>();
  const named = new Set<string>();
  let rows = 0;
  for await (const page of dumpOf(database.urls.superuser)) {
    rows += page.length;
    const text = page.map((row) => row.text).join("\n");
    if (text.includes(slug)) named.add(page[0]?.table ?? "");
    for (const name of secretsIn(text, planted)) found.add(`${name} in ${page[0]?.table}`);
  }
  findings.none(`secrets in a dump of every database${when}`, [...found]);
  // The same search finds what is no secret: it has looked at the rows of this person.
  findings.atLeast(`rows that were looked at${when}`, 1_000, rows);
  findings.atLeast(`tables in which it finds a name that is no secret${when}`, 1, named.size);
  const { verifyPassword } = await import("@/server/password");
  const { unseal } = await import("@/server/crypto");
  const [row] = await database.query<{ hash: string; sealed: string }>(
    "select password_hash as hash, sealed from users join totp_secrets on user_id = id where id = $1",
    [userId],
  );
  const opens = row && unseal(`totp_secrets ${userId}`, row.sealed) === totpSecret;
  findings.same(`the sealed secret is that of the app${when}`, "yes", opens ? "yes" : "no");
  const isHash = row?.hash.startsWith("$argon2id$") && (await verifyPassword(password, row.hash));
  findings.same(`the hash is that of the password${when}`, "yes", isHash ? "yes" : "no");
}

const openPages = [
  ..."/sign-in /sign-up /forgot /reset /verify /invitation /email /second-step /nowhere /api/nowhere".split(" "),
  ..."/api/docs /api/openapi.json /api/v1/status /api/health /api/auth/csrf /api/auth/providers".split(" "),
];
const ownPages = "/settings/profile /settings/api-keys /settings/members /settings/general /settings/ending".split(" ");

/** Pages as browsers get them, before a sign-in and after it. */
async function checkPages(findings: Findings, { visitor, slug, planted }: Holder): Promise<void> {
  const found: string[] = [];
  const secrets = [...planted, ...environmentSecrets()];
  const paths = [...openPages, "/workspaces", `/${slug}`, ...ownPages.map((path) => `/${slug}${path}`)];
  let shown = 0;
  for (const path of paths) {
    const { status, text } = await visitor.ask(path, { headers: { accept: "text/html" } });
    if (status === 200 && text.length > 0) shown += 1;
    found.push(...secretsIn(text, secrets).map((name) => `${name} in ${path}`));
  }
  findings.none(`secrets in ${paths.length} pages and documents`, found);
  findings.atLeast("of them with content", paths.length - 6, shown);
}

/** Every file that a browser loads: no secret that a build was given, and no word of a server's module. */
async function checkBundle(findings: Findings): Promise<void> {
  const folder = join((await currentBuild()) ?? "", "static");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const words = [inEachSecret, ...serverWords].map((text) => ({ name: text, text }));
  const found: string[] = [];
  let bytes = 0;
  for (const file of files) {
    const text = await readFile(file, "latin1");
    bytes += text.length;
    found.push(...secretsIn(text, [...words, ...environmentSecrets()]).map((name) => `${name} in ${file}`));
    if (file.endsWith(".map")) found.push(file);
  }
  findings.none("secrets and words of servers in what browsers load", found);
  findings.atLeast("bytes that were looked at", 1_000_000, bytes);
}

/** Everything that the app wrote, of this drill and of all others. */
function checkLog({ app }: Stage, findings: Findings, planted: readonly Planted[]): void {
  const { output } = app;
  findings.none("secrets and their hashes in what the app wrote", secretsIn(output, planted));
  findings.atLeast("lines of it", 200, output.split("\n").length);
  for (const said of ["call", "a mail was not sent", "events could not be delivered", "The database is not responding"])
    findings.atLeast(`lines with "${said}"`, 1, output.split(said).length - 1);
  findings.atLeast(
    "lines of failures that nobody has foreseen",
    8,
    output.split("Something went wrong on our side").length - 1,
  );
}
