import { execFileSync } from "node:child_process";

/** A list of all files is longer than what a program may print by default. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Runs git in a folder; returns what it prints. Throws when git fails. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: folder, encoding: "utf8", maxBuffer: MOST_BYTES, stdio: "pipe" });
}
