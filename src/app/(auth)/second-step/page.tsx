import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthLayout } from "@/components/layout/auth-layout";
import { readSecondStepWays } from "@/lib/second-step";
import { CodeForm } from "@/modules/platform/identity/auth/components/code-form";
import { safeNextPath } from "@/modules/platform/identity/auth/rules";
import { identityApi } from "@/trpc/server";
import { type PageParams, pageParam } from "../../page-params";

export const metadata: Metadata = { title: "Second step" };

export default async function SecondStepPage({ searchParams }: { searchParams: PageParams }) {
  const next = safeNextPath(await pageParam(searchParams, "next"));
  const { context } = await identityApi();
  if ((await context.identity()).actor.type === "person") redirect(next);
  const ways = readSecondStepWays(await pageParam(searchParams, "ways"));
  return (
    <AuthLayout
      title="Second step"
      description={
        ways === "passkey"
          ? "Confirm your identity with your passkey."
          : "Confirm your identity with a code from your authenticator app."
      }
    >
      <CodeForm next={next} ways={ways} />
    </AuthLayout>
  );
}
