import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/**
 * `npm install` leaves out optional packages that its registry cannot serve, and `npm ci` then refuses the lock file.
 * This adds them. Run `npm run lock` after each `npm install` that changed it; a unit test checks this.
 */

type LockPackage = {
  /** The package that stands there under another's name. */
  name?: string;
  version?: string;
  resolved?: string;
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};

export type Lock = { packages: Record<string, LockPackage> };

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** The places of optional packages that some package names and the lock lacks, with the missing entry. */
export function missingOptionals(lock: Lock): Record<string, LockPackage> {
  const missing: Record<string, LockPackage> = {};
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (resolves(lock, path, name, range)) continue;
      const root = `node_modules/${name}`;
      const place = lock.packages[root] || missing[root] ? `${path}/${root}` : root;
      missing[place] = platformEntry(name, range, entry);
    }
  }
  return missing;
}

/** The lock with every optional package in it, in npm's own order, and without addresses of a registry. */
export function completed(lock: Lock): Lock {
  const packages = { ...lock.packages, ...missingOptionals(lock) };
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en"));
  for (const [, entry] of sorted) {
    if (entry.resolved?.startsWith("http")) delete entry.resolved;
  }
  return { ...lock, packages: Object.fromEntries(sorted) };
}

function resolves(lock: Lock, from: string, name: string, range: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const found = lock.packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`];
    if (found) return found.version === range || !EXACT.test(range);
    if (folder === "") return false;
  }
}

function platformEntry(name: string, range: string, parent: LockPackage): LockPackage {
  const version = /\d+\.\d+\.\d+[^\s|]*/.exec(range)?.[0];
  if (!version) throw new Error(`cannot tell a version of ${name} from "${range}"`);
  const words = name.split(/[/-]/);
  const cpu = words.filter((word) => PROCESSORS.includes(word));
  const os = words.filter((word) => SYSTEMS.includes(word));
  const libc = words.some((word) => word.startsWith("musl")) ? ["musl"] : [];
  return {
    version,
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(parent.dev ? { dev: true } : {}),
    ...(parent.devOptional ? { devOptional: true } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = new URL("../package-lock.json", import.meta.url);
  const lock: Lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = Object.keys(missingOptionals(lock));
  writeFileSync(file, `${JSON.stringify(completed(lock), null, 2)}\n`);
  console.log(missing.length === 0 ? "package-lock.json is complete" : `added ${missing.length} to package-lock.json`);
  for (const path of missing) console.log(`  ${path}`);
}
