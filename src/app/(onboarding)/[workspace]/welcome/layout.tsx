import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ListLocaleProvider } from "@/components/data-table/list-locale";
import { AppError } from "@/server/errors";
import { readerZone } from "@/server/reader-zone";
import { ApiProvider } from "@/trpc/react";
import { workspaceApi } from "@/trpc/server";

/** The steps after a workspace was created; each is a page, so that Back and a reload keep the place. */
export default async function WelcomeLayout({
  params,
  children,
}: {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}) {
  const { workspace: slug } = await params;
  const { context } = await workspaceApi(slug);
  const ctx = await context.tenant().catch((error: unknown) => {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED")
      redirect(`/sign-in?next=/${encodeURIComponent(slug)}/welcome/colleagues`);
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  });
  const { locale, currency } = ctx.tenant;
  return (
    <ApiProvider workspace={slug}>
      <ListLocaleProvider value={{ locale, currency, timeZone: readerZone(ctx) }}>{children}</ListLocaleProvider>
    </ApiProvider>
  );
}
