import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import { idleEnvironment } from "./environment";

// Pure tests load modules that read the environment; the folder is never made.
Object.assign(process.env, idleEnvironment(join(tmpdir(), `throughline-unit-${process.pid}`)));

// Each file has our modules anew, and with them whatever they keep; those of libraries are loaded once in a thread.
afterAll(() => vi.resetModules());
