import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** Variables, arguments and system user of a script to run. */
export interface ScriptRun {
  env?: Record<string, string>;
  args?: readonly string[];
  who?: { uid?: number; gid?: number };
}

/** Runs a script of `scripts` to its end, as npm does, without the settings of this machine. */
export async function runScript(
  name: string,
  { env = {}, args = [], who = {} }: ScriptRun = {},
): Promise<{ code: number; output: string }> {
  const script = join(process.cwd(), "scripts", name);
  const child = spawn(process.execPath, ["--import", "tsx", "--conditions=react-server", script, ...args], {
    ...who,
    stdio: "pipe",
    env: { PATH: process.env.PATH, NODE_ENV: "test", ...env },
  });
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: Number(code), output: output + errors };
}
