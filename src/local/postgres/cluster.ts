import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { diskFull, errorCode, LocalProblem } from "../problem";
import { keptState, newSecret, readState } from "../state";
import type { Binaries } from "./binaries";
import { commandAs, type ServerUser } from "./run-as";
import { explain } from "./trouble";

const MAJOR = "18";

/** Passwords of the cluster, kept beside its data. */
export type Passwords = { superuser: string; owner: string; app: string; platform: string };

/** The files of one cluster. */
export type Cluster = { folder: string; data: string; log: string; passwords: Passwords };

/** Name of the role with all rights in the cluster; only local tools use it. */
export const SUPERUSER = "postgres";

/** Creates the cluster in `folder` unless it exists. Throws LocalProblem: other version, no space, lost passwords. */
export async function ensureCluster(
  folder: string,
  binaries: Binaries,
  user: ServerUser | undefined,
  sync: boolean,
): Promise<Cluster> {
  const data = join(folder, "data");
  const secrets = join(folder, "passwords.json");
  await makeFolder(folder);
  const version = (await readState(join(data, "PG_VERSION")))?.trim();
  if (version === undefined) await refuseForeignFolder(data);
  else if (version !== MAJOR) {
    throw new LocalProblem(
      `${data} was written by PostgreSQL ${version || "(unknown version)"}, and this is PostgreSQL ${MAJOR}, which cannot read it. Move that folder away to keep it, or delete ${folder} to start over.`,
    );
  } else if ((await readState(secrets)) === undefined) {
    throw new LocalProblem(
      `${secrets} is missing, and without its passwords nobody can open the database beside it. Put the file back, or delete ${folder} to start over.`,
    );
  }
  const passwords = JSON.parse(
    await keptState(secrets, () =>
      JSON.stringify({ superuser: newSecret(), owner: newSecret(), app: newSecret(), platform: newSecret() }),
    ),
  ) as Passwords;
  if (version === undefined) await initialise(folder, data, passwords.superuser, { binaries, user, sync });
  return { folder, data, log: join(folder, "postgres.log"), passwords };
}

/** Runs initdb in a separate folder that becomes `data` when complete, so that a kill leaves nothing half-made. */
async function initialise(
  folder: string,
  data: string,
  password: string,
  { binaries, user, sync }: { binaries: Binaries; user: ServerUser | undefined; sync: boolean },
): Promise<void> {
  await sweepDrafts(folder);
  const run = randomBytes(6).toString("hex");
  const draft = join(folder, `data.${run}`);
  const passwordFile = join(folder, `pwfile.${run}`);
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (user) for (const path of [draft, passwordFile]) await chown(path, user.uid, user.gid);
    const args = [
      `--pgdata=${draft}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-instructions",
      ...(sync ? [] : ["--no-sync"]),
    ];
    const command = await commandAs(user, binaries.initdb, args, [draft]);
    await promisify(execFile)(command.file, command.args, { ...command.options, cwd: "/" });
    await publish(draft, data);
  } catch (error) {
    if (error instanceof LocalProblem) throw error;
    if (errorCode(error) === "ENOSPC") throw diskFull(folder, error);
    throw explain(error instanceof Error && "stderr" in error ? String(error.stderr) : String(error), { folder });
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

async function publish(draft: string, data: string): Promise<void> {
  try {
    await rename(draft, data);
  } catch (error) {
    // Another process was faster: its cluster has the same passwords and is just as good.
    if (errorCode(error) !== "ENOTEMPTY" && errorCode(error) !== "EEXIST") throw error;
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    if (errorCode(error) === "ENOSPC") throw diskFull(folder, error);
    throw new LocalProblem(
      `The folder ${folder} cannot be created (${errorCode(error)}). Set DATA_DIR to a folder where it can.`,
      {
        cause: error,
      },
    );
  }
}

async function refuseForeignFolder(data: string): Promise<void> {
  const files = await readdir(data).catch(() => []);
  if (files.length > 0) {
    throw new LocalProblem(
      `${data} holds files but no PostgreSQL ${MAJOR} database (its PG_VERSION is missing). Move them away or delete the folder.`,
    );
  }
}

/**
 * Removes the remains of a killed initdb; a draft younger than a minute may belong to a process that is still
 * working.
 */
async function sweepDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^(data|pwfile)\.[0-9a-f]+$/.test(name)) continue;
    const path = join(folder, name);
    const made = await stat(path).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > 60_000) await rm(path, { recursive: true, force: true });
  }
}
