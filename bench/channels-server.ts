import { startChannels } from "@/local/channels/start";
import { reportSelf } from "./load/self-report";

// The channels stand-in in a process of its own, so that what it uses can be told from what the bench uses.
const { port, reportPort, app } = JSON.parse(process.argv[2] ?? "");
await startChannels({ port, app });
reportSelf(reportPort);
