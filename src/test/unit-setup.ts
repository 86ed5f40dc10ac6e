import { tmpdir } from "node:os";
import { join } from "node:path";
import { forgetAfterFile } from "./after-each-file";
import { idleEnvironment } from "./environment";

// Pure tests load modules that read the environment; the folder is never created.
Object.assign(process.env, idleEnvironment(join(tmpdir(), `throughline-unit-${process.pid}`)));

forgetAfterFile();
