import { once } from "node:events";
import { accessTokenOf } from "@/modules/hub/connections/operations/access-token";
import { closeConnections } from "@/server/db/client";
import { systemCtx } from "@/server/member-ctx";
import { registerProviders } from "@/server/sync/provider";
import { testProvider } from "./test-provider";

// A process that asks for the token of a connection fifty times at once, when it is told to.
const [tenantId = "", connectionId = "", origin = ""] = process.argv.slice(2);
registerProviders([testProvider(origin)]);
const ctx = await systemCtx(tenantId, "test", "callers");
if (!ctx) throw new Error("The workspace is not there.");
console.log("ready");
await once(process.stdin, "data");
const tokens = await Promise.all(Array.from({ length: 50 }, () => accessTokenOf(ctx, connectionId)));
console.log(JSON.stringify(tokens.map(({ accessToken }) => accessToken)));
await closeConnections();
process.exit(0);
