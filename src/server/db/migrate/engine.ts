import "server-only";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import type * as Glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import { MigrationAdapterFactory } from "./adapter.ts";

type LoadedGlue = typeof Glue & { __wbg_set_wasm(exports: WebAssembly.Exports): void };

interface Loaded {
  glue: LoadedGlue;
  timers: Set<NodeJS.Timeout>;
}
// The engine's JavaScript part is one per process and accepts one binary: loading this module again must not replace
// it.
const ofProcess = globalThis as { prismaSchemaEngine?: Promise<Loaded> };

/**
 * The database to connect to, a login that may create scratch databases for comparisons (by default the same), and
 * the schema's files where needed.
 */
export type EngineTarget = { url: string; shadowUrl?: string; schema?: [path: string, content: string][] };

/** Runs `work` with Prisma's schema engine (WebAssembly, no native binary) and closes its connections afterwards. */
export async function withEngine<T>(
  { url, shadowUrl, schema }: EngineTarget,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  ofProcess.prismaSchemaEngine ??= load();
  const { glue, timers } = await ofProcess.prismaSchemaEngine;
  const factory = new MigrationAdapterFactory(url, shadowUrl);
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  try {
    const engine = await glue.SchemaEngine.new({ datamodels: schema }, () => undefined, adapter);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } catch (error) {
    throw inWords(error, adapter.errorRegistry);
  } finally {
    await factory.end();
    // The engine waits ten seconds for its lock and never clears that timer: it must not keep the process alive.
    for (const timer of timers) timer.unref();
    timers.clear();
  }
}

/** A failed migration or comparison, described for the person who ran it. */
export class MigrationProblem extends Error {
  override readonly name = "MigrationProblem";
}

/** The database was migrated by a version of the app that knows more, or other things. */
export class OtherVersion extends MigrationProblem {
  constructor(unknown: string) {
    super(
      `The database was migrated by another version: this one does not know ${unknown}. Nothing was changed. Run that version, or empty the database: npm run db:reset`,
    );
  }
}

/** The engine reports our own errors by a number in its message; the registry holds the error itself. */
function inWords(error: unknown, registry: { consumeError(id: number): { error: unknown } | undefined }): unknown {
  if (!(error instanceof Error)) return error;
  const id = /external error[^\d]*(\d+)/i.exec(error.message)?.[1];
  const cause = (id === undefined ? undefined : registry.consumeError(Number(id))?.error) ?? error;
  if (!(cause instanceof Error)) return cause;
  if (/permission denied to create database/i.test(cause.message)) {
    const message =
      "Comparing schemas needs a scratch database, and this login may not create one. Allow it: ALTER ROLE <owner> CREATEDB";
    return new MigrationProblem(message, { cause });
  }
  // The rest of the message says where in the engine the error occurred; only there is the migration's name.
  const [text = "", ...trace] = cause.message.split(/\n\s+\d+: /);
  const migration = /with migration_name="(.*?)"/.exec(trace.join("\n"))?.[1];
  const failed = /The `(.*?)` migration started at .* failed/.exec(text)?.[1];
  if (failed !== undefined) {
    return new MigrationProblem(
      `The migration ${failed} failed earlier. Fix its SQL, then: npm run db:migrate -- --rolled-back ${failed}`,
      { cause },
    );
  }
  const words = text.replace(/^external connector error\s*/i, "").trim();
  return new MigrationProblem(migration === undefined ? words : `The migration ${migration} failed. ${words}`, {
    cause,
  });
}

async function load(): Promise<Loaded> {
  const timers = new Set<NodeJS.Timeout>();
  const later = (run: () => void, ms: number) => {
    const timer = setTimeout(run, ms >>> 0);
    timers.add(timer);
    return timer;
  };
  const name = "./schema_engine_bg.js";
  // The package exports the JavaScript part but not the path of the binary beside it.
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const [glue, binary] = await Promise.all([
    import("@prisma/schema-engine-wasm/schema_engine_bg") as Promise<LoadedGlue>,
    readFile(join(folder, "schema_engine_bg.wasm")),
  ]);
  const imports = Object.entries(glue).map(([key, value]) => [
    key,
    key.startsWith("__wbg_setTimeout_") ? later : value,
  ]);
  const { instance } = await WebAssembly.instantiate(binary, { [name]: Object.fromEntries(imports) });
  // A panic ends the process inside a callback; without this handler nobody would see the reason.
  const set_message = (message: string) => console.error(`Prisma's schema engine stopped: ${message}`);
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message } });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return { glue, timers };
}
