import type { ReactNode } from "react";
import { env } from "@/env";
import { ImportRefused } from "@/modules/platform/data/imports/components/import-refused";
import { UploadQueueProvider } from "@/modules/platform/data/imports/components/upload-queue";
import { colleagueApi } from "@/trpc/server";

export default async function ImportsLayout({
  params,
  children,
}: {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}) {
  const { ctx } = await colleagueApi((await params).workspace);
  if (!ctx.can("record:import")) return <ImportRefused />;
  return <UploadQueueProvider maxBytes={env.IMPORT_MAX_BYTES}>{children}</UploadQueueProvider>;
}
