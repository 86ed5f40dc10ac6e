import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { WebSocketServer } from "ws";
import { reportSelf } from "./load/self-report";

// Baseline of the channels stand-in: only ws, and a loop that sends each posted event to every socket.
const { port, reportPort } = JSON.parse(process.argv[2] ?? "");
const http = createServer(async (request, response) => {
  const frame = await text(request);
  for (const socket of sockets.clients) socket.send(frame);
  response.end("{}");
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
http.listen(port, "127.0.0.1");
reportSelf(reportPort);
