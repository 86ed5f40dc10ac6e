import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthLayout } from "@/components/layout/auth-layout";
import { CodeForm } from "@/modules/platform/auth/components/code-form";
import { nextPath } from "@/modules/platform/auth/rules";
import { identityApi } from "@/trpc/server";
import { type PageParams, pageParam } from "../../page-params";

export const metadata: Metadata = { title: "Second step" };

export default async function SecondStepPage({ searchParams }: { searchParams: PageParams }) {
  const next = nextPath(await pageParam(searchParams, "next"));
  const { context } = await identityApi();
  if ((await context.identity()).actor.type === "person") redirect(next);
  const ways = (await pageParam(searchParams, "ways")) === "passkey" ? "passkey" : "code";
  return (
    <AuthLayout
      title="Second step"
      description={
        ways === "code"
          ? "One more check that it is you: the code of your authenticator app."
          : "One more check that it is you: your passkey."
      }
    >
      <CodeForm next={next} ways={ways} />
    </AuthLayout>
  );
}
