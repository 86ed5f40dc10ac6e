import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignUp } from "@/modules/platform/identity/auth/components/sign-up-form";
import { identityApi } from "@/trpc/server";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage() {
  const { context } = await identityApi();
  if ((await context.identity()).actor.type === "person") redirect("/");
  return <SignUp />;
}
