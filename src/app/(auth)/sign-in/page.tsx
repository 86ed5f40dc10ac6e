import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthLayout } from "@/components/layout/auth-layout";
import { SignInForm } from "@/modules/platform/auth/components/sign-in-form";
import { nextPath } from "@/modules/platform/auth/rules";
import { identityApi } from "@/trpc/server";
import { type PageParams, pageParam } from "../../page-params";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: PageParams }) {
  const next = nextPath(await pageParam(searchParams, "next"));
  const { context } = await identityApi();
  if ((await context.identity()).actor.type === "person") redirect(next);
  return (
    <AuthLayout title="Sign in" description="Continue to your workspaces.">
      <SignInForm next={next} address={await pageParam(searchParams, "email")} />
    </AuthLayout>
  );
}
