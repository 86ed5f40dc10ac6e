import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { LocalProblem } from "../problem";

const run = promisify(execFile);

/** The system user that runs the server; PostgreSQL refuses to run as root. */
export type ServerUser = { uid: number; gid: number };

/** The user for the server when this process is root (created if missing), else undefined. */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUp("postgres");
  if (known) return known;
  await run("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    "postgres",
  ]).catch(() => undefined);
  const user = (await lookUp("postgres")) ?? (await lookUp("nobody"));
  if (user) return user;
  throw new LocalProblem(
    "PostgreSQL does not run as root, and this system has no user `postgres` and does not allow creating one. Run as a normal user, or add one: useradd --system postgres",
  );
}

/** The command line that runs `program` as `user`, who may have no access to the paths in `needs` (as under /root). */
export async function commandAs(
  user: ServerUser | undefined,
  program: string,
  args: string[],
  needs: string[],
): Promise<{ file: string; args: string[]; options: Partial<ServerUser> }> {
  if (!user) return { file: program, args, options: {} };
  const hidden = await firstHidden([program, ...needs]);
  if (hidden === undefined) return { file: program, args, options: user };
  if (!(await run("setpriv", ["--version"]).catch(() => undefined))) {
    throw new LocalProblem(
      `PostgreSQL runs as the user postgres, who cannot enter ${hidden}. Run as a normal user, put the project and DATA_DIR where everyone can read, or install setpriv (util-linux).`,
    );
  }
  // The server keeps one capability, so that it may enter folders that only root may enter.
  const keep = [
    "--inh-caps=-all,+dac_override",
    "--ambient-caps=-all,+dac_override",
    "--bounding-set=-all,+dac_override",
  ];
  // Without the last bit, access(2) would check the user alone, and initdb would not find its own programs.
  const who = [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups", "--securebits=+no_setuid_fixup"];
  return { file: "setpriv", args: [...who, ...keep, "--", program, ...args], options: {} };
}

async function firstHidden(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const { mode } = await stat(folder);
      if ((mode & 0o001) === 0) return folder;
      if (folder === dirname(folder)) break;
    }
  }
  return undefined;
}

async function lookUp(name: string): Promise<ServerUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}
