import { otherMethods } from "@/server/other-methods";
import { readiness } from "@/server/readiness";

/** Readiness: each dependency with its state and latency; 503 while one of them does not answer. */
export async function GET(): Promise<Response> {
  const report = await readiness();
  return Response.json(report, { status: report.ready ? 200 : 503, headers: { "cache-control": "no-store" } });
}
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
