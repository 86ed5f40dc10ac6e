import { startPostgres } from "@/local/postgres/start";
import { migrate } from "@/server/db/migrate";

const [dir] = process.argv.slice(2);
if (!dir) throw new Error("Name the folder for the cluster.");

const postgres = await startPostgres({ dir, fsync: false });
try {
  await migrate({ ownerUrl: postgres.urls.owner });
} finally {
  await postgres.stop();
}
// The schema engine's idle connection would keep this process alive for ten seconds.
process.exit(0);
