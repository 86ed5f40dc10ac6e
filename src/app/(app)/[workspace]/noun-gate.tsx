import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { licenceOf } from "@/lib/licences";
import { nounAt } from "@/lib/nouns/all";
import { ModuleOff } from "@/modules/platform/commerce/plans/components/module-off";
import { moduleOf } from "@/server/entitlements";
import { isGuest, mayView } from "@/server/scope";
import { workspaceApi } from "@/trpc/server";

interface NounGateProps {
  workspace: string;
  /** The path of the noun. */
  path: string;
  children: ReactNode;
}

/** The pages of a noun, for workspaces that have its module. */
export async function NounGate({ workspace, path, children }: NounGateProps) {
  const noun = nounAt(path);
  if (!noun) notFound();
  const module = moduleOf(noun.entity);
  const { ctx } = await workspaceApi(workspace);
  if (isGuest(ctx) && !mayView(ctx, noun.entity)) notFound();
  if (module === "platform" || ctx.entitlements.has(module)) return children;
  return <ModuleOff label={licenceOf(module).label} />;
}
