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
// The glue is one for the process and knows one binary: where this module is loaded anew, a second would upset both.
const ofProcess = globalThis as { prismaSchemaEngine?: Promise<Loaded> };

/**
 * The database to connect to, a login that may create the scratch databases which comparing needs (by default the
 * same), and the schema's files where the work reads them.
 */
export type EngineTarget = { url: string; shadowUrl?: string; schema?: [path: string, content: string][] };

/** Runs `work` with Prisma's schema engine (WebAssembly, no native binary), and ends its connections after. */
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
    // The engine waits ten seconds for its lock and forgets that timer: nobody should wait with it.
    for (const timer of timers) timer.unref();
    timers.clear();
  }
}

/** A migration or a comparison that did not work, in words for the person who ran it. */
export class MigrationProblem extends Error {
  override readonly name = "MigrationProblem";
}

/** The engine reports an error of ours by a number in its message; the registry holds the error itself. */
function inWords(error: unknown, registry: { consumeError(id: number): { error: unknown } | undefined }): unknown {
  if (!(error instanceof Error)) return error;
  const id = /external error[^\d]*(\d+)/i.exec(error.message)?.[1];
  const cause = (id === undefined ? undefined : registry.consumeError(Number(id))?.error) ?? error;
  if (!(cause instanceof Error)) return cause;
  if (/permission denied to create database/i.test(cause.message)) {
    const message =
      "Comparing schemas needs a scratch database, and this login may not make one. Let it: ALTER ROLE <owner> CREATEDB";
    return new MigrationProblem(message, { cause });
  }
  // What follows is where in the engine it happened; the migration's name stands in there and nowhere else.
  const [text = "", ...trace] = cause.message.split(/\n\s+\d+: /);
  const migration = /with migration_name="(.*?)"/.exec(trace.join("\n"))?.[1];
  const failed = /The `(.*?)` migration started at .* failed/.exec(text)?.[1];
  if (failed !== undefined) {
    return new MigrationProblem(
      `The migration ${failed} has failed before. Mend its SQL, then: npm run db:migrate -- --rolled-back ${failed}`,
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
  // The package exports the glue but hides the binary beside it.
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
  // A panic ends the process from inside a callback; without this, nobody would read why.
  const set_message = (message: string) => console.error(`Prisma's schema engine stopped: ${message}`);
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message } });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return { glue, timers };
}
