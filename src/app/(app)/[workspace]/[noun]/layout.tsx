import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { licenceOf } from "@/lib/licences";
import { nounAt } from "@/lib/nouns/all";
import { ModuleOff } from "@/modules/platform/plans/components/module-off";
import { moduleOf } from "@/server/entitlements";
import { workspaceApi } from "@/trpc/server";

type Props = { params: Promise<{ workspace: string; noun: string }>; children: ReactNode };

/** The pages of every noun that has no folder of pages of its own. */
export default async function NounLayout({ params, children }: Props) {
  const { workspace, noun: path } = await params;
  const noun = nounAt(path);
  if (!noun) notFound();
  const module = moduleOf(noun.entity);
  const { ctx } = await workspaceApi(workspace);
  if (module === "platform" || ctx.entitlements.has(module)) return children;
  return <ModuleOff label={licenceOf(module).label} />;
}
