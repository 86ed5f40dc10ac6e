import { shutdownSignal } from "../child";
import { startPostgres } from "./start";

// A program of its own for the tests: it holds the server of a folder until it is told to end, or is killed.
const [, , dir = ""] = process.argv;
const asked = shutdownSignal();
const postgres = await startPostgres({ dir, fsync: false });
const alive = setInterval(() => undefined, 60_000);
process.stdout.write("up\n");
await asked;
clearInterval(alive);
await postgres.stop();
process.exit();
