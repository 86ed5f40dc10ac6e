import { env } from "@/env";
import { operations } from "@/registry/operations";
import { openApi } from "@/server/openapi";

export function GET(): Response {
  return Response.json(openApi(operations, new URL(env.NEXTAUTH_URL).origin));
}
export const dynamic = "force-dynamic";
