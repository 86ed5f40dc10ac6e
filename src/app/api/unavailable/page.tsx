import type { Metadata } from "next";
import { AuthLayout } from "@/components/layout/auth-layout";
import { RetryButton } from "./retry-button";

export const metadata: Metadata = { title: "Temporarily unavailable" };

/** The proxy shows this instead of any page while the database is unreachable; it makes no query. */
export default function UnavailablePage() {
  return (
    <AuthLayout
      title="Temporarily unavailable"
      description="The database is not responding. Nothing was changed or lost. Try again in a moment."
    >
      <RetryButton />
    </AuthLayout>
  );
}
