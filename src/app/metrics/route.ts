import { env } from "@/env";
import { answerMetrics } from "@/server/metrics";
import { otherMethods } from "@/server/other-methods";

/** Figures of this process and of shared work, for a Prometheus server that has the operator's token. */
export function GET(request: Request): Promise<Response> {
  return answerMetrics(request, env.METRICS_TOKEN);
}
export const dynamic = "force-dynamic";
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
