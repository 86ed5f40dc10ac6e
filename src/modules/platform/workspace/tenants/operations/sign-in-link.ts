import "server-only";
import { z } from "zod";
import { env } from "@/env";
import { platform } from "@/modules/platform/module";
import { tenantById } from "@/server/access";
import { readSigned, signed } from "@/server/crypto";
import { isDeleted } from "@/server/deletion-due";
import { signInLink } from "../schema";

const purpose = "sign-in";

export const getSignInLink = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: z.object({}),
  output: signInLink,
  describe: "The address of the sign-in page with the name of the workspace, to share with its members.",
  run: async ({ tenant }) => ({ url: `${env.NEXTAUTH_URL}/sign-in?workspace=${signed(purpose, tenant.id)}` }),
});

/** The workspace of a sign-in page; null without a token of ours: nobody learns which workspaces there are. */
export async function workspaceOfLink(token: string | undefined): Promise<{ name: string; slug: string } | null> {
  const id = token === undefined ? null : readSigned(purpose, token);
  const tenant = id === null ? null : await tenantById(id);
  return tenant && !isDeleted(tenant) ? { name: tenant.name, slug: tenant.slug } : null;
}
