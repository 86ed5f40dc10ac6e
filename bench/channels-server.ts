import { startChannels } from "@/local/channels/start";
import { reportSelf } from "./load/self-report";

// The channels stand-in in a separate process, so that its resource use is not mixed with the bench's.
const { port, reportPort, app } = JSON.parse(process.argv[2] ?? "");
await startChannels({ port, app });
reportSelf(reportPort);
