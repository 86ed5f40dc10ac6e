import type { Metadata } from "next";
import { AuthLayout } from "@/components/layout/auth-layout";
import { RetryButton } from "./retry-button";

export const metadata: Metadata = { title: "Not available just now" };

/** What the proxy shows in the place of any page while the database is away; it asks nothing of it. */
export default function UnavailablePage() {
  return (
    <AuthLayout
      title="Not available just now"
      description="Our database does not answer. Nothing was changed, and nothing is lost. Try again in a moment."
    >
      <RetryButton />
    </AuthLayout>
  );
}
