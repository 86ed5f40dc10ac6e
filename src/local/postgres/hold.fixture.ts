import { shutdownSignal } from "../child";
import { startPostgres } from "./start";

// A program for the tests: it keeps a folder's server running until it is told to end, or is killed.
const [, , dir = ""] = process.argv;
const asked = shutdownSignal();
const postgres = await startPostgres({ dir, fsync: false });
const alive = setInterval(() => undefined, 60_000);
process.stdout.write("up\n");
await asked;
clearInterval(alive);
await postgres.stop();
process.exit();
