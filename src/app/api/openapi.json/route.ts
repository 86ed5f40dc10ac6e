import { env } from "@/env";
import { operations } from "@/registry/operations";
import { openApi } from "@/server/openapi/document";
import { otherMethods } from "@/server/other-methods";

export function GET(): Response {
  return Response.json(openApi(operations, new URL(env.NEXTAUTH_URL).origin));
}
export const dynamic = "force-dynamic";
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
