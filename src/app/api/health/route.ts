import { otherMethods } from "@/server/other-methods";

/** Liveness: the process answers. */
export function GET(): Response {
  return Response.json({ ok: true }, { headers: { "cache-control": "no-store" } });
}
export const dynamic = "force-dynamic";
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
