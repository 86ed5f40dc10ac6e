import "server-only";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import type * as Glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import { MigrationAdapterFactory } from "./adapter.ts";

type LoadedGlue = typeof Glue & { __wbg_set_wasm(exports: WebAssembly.Exports): void };

let loaded: Promise<LoadedGlue> | undefined;

/**
 * Runs `work` with Prisma's schema engine (WebAssembly, no native binary) connected to `url`, and ends its connections.
 * `shadowUrl`: a login that may create the scratch databases that comparing needs; without it the one of `url`.
 */
export async function withEngine<T>(
  { url, shadowUrl, schema }: { url: string; shadowUrl?: string; schema?: [path: string, content: string][] },
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load();
  const { SchemaEngine: Engine } = await loaded;
  const factory = new MigrationAdapterFactory(url, shadowUrl);
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  try {
    const engine = await Engine.new({ datamodels: schema }, () => undefined, adapter);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } catch (error) {
    throw realCause(error, adapter.errorRegistry);
  } finally {
    await factory.end();
  }
}

/** The engine reports an error of ours by a number in its message; the registry holds the error itself. */
function realCause(error: unknown, registry: { consumeError(id: number): { error: unknown } | undefined }): unknown {
  const id = error instanceof Error ? /external error[^\d]*(\d+)/i.exec(error.message)?.[1] : undefined;
  return (id === undefined ? undefined : registry.consumeError(Number(id))?.error) ?? error;
}

async function load(): Promise<LoadedGlue> {
  const name = "./schema_engine_bg.js";
  // The package exports the glue but hides the binary beside it.
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const [glue, binary] = await Promise.all([
    import("@prisma/schema-engine-wasm/schema_engine_bg") as Promise<LoadedGlue>,
    readFile(join(folder, "schema_engine_bg.wasm")),
  ]);
  const { instance } = await WebAssembly.instantiate(binary, { [name]: { ...glue } });
  // A panic ends the process from inside a callback; without this, nobody would read why.
  const set_message = (message: string) => console.error(`Prisma's schema engine stopped: ${message}`);
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message } });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}
